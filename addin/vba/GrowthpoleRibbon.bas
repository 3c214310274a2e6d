Attribute VB_Name = "GrowthpoleRibbon"
Option Explicit

' The sheet 'labels' has a line for each control: its id, then label and supertip in each language of LANGUAGES.
' The ribbon calls the Subs by the name of this module, which no other add-in has: Excel looks for them in all of them.

Private Const LANGUAGES As String = "en ru kk"
Private Const UI_LANGUAGE As Long = 2
Private Const UNSAFE_NAME As Long = vbObjectError + 3

Private Interface As IRibbonUI

Public Sub RibbonLoaded(Ribbon As IRibbonUI)
    Set Interface = Ribbon
End Sub

Public Sub GetLabel(Control As IRibbonControl, ByRef Text As Variant)
    Text = TextOf(Control.ID, 0)
End Sub

Public Sub GetSupertip(Control As IRibbonControl, ByRef Text As Variant)
    Text = TextOf(Control.ID, 1)
End Sub

Public Sub RankRegions(Control As IRibbonControl)
    Start "ranking"
End Sub

Public Sub FollowOverYears(Control As IRibbonControl)
    Start "trend"
End Sub

Public Sub LocalizeBranches(Control As IRibbonControl)
    Start "localization"
End Sub

Public Sub FillWorkbook(Control As IRibbonControl)
    Start "fill"
End Sub

Public Sub CheckTemplate(Control As IRibbonControl)
    Start "check"
End Sub

Public Sub FillForEach(Control As IRibbonControl)
    Start "batch"
End Sub

Public Sub NewWorkbook(Control As IRibbonControl)
    Start "new", Control.Tag
End Sub

Public Sub CheckFigures(Control As IRibbonControl)
    Start "audit"
End Sub

Public Sub FreezeToValues(Control As IRibbonControl)
    Start "freeze"
End Sub

Public Sub RebindFormulas(Control As IRibbonControl)
    Start "rebind"
End Sub

Public Sub ListFunctions(Control As IRibbonControl)
    Start "functions"
End Sub

Public Sub ExamineInstallation(Control As IRibbonControl)
    Start "doctor"
End Sub

Public Sub ChooseLanguage(Control As IRibbonControl)
    SaveSetting "Growthpole", "Ribbon", "Language", Control.Tag
    If Interface Is Nothing Then
        ShowText TextOf("language_later", 0), vbInformation
    Else
        Interface.Invalidate
    End If
End Sub

Private Sub Start(ByVal Macro As String, Optional ByVal Choice As String = "")
    On Error GoTo Failed
    If IsProtectedView() Then
        ShowText TextOf("protected_view", 0), vbExclamation
        Exit Sub
    End If
    If ActiveWorkbook Is Nothing Then Workbooks.Add
    RunMacro Macro, Language(), Choice
    Exit Sub
Failed:
    Explain Err.Number, Err.Description
End Sub

Private Sub Explain(ByVal Number As Long, ByVal Description As String)
    Dim ID As String
    ID = "not_installed"
    If Number = UNSAFE_NAME Then ID = "unsafe_name"
    ShowText TextOf(ID, 0) & vbCrLf & vbCrLf & Description, vbCritical
End Sub

' Excel for macOS has no Protected View and doesn't know the property, so it is asked for by its name.
Private Function IsProtectedView() As Boolean
    Dim Shown As Object
    On Error Resume Next
    Set Shown = CallByName(Application, "ActiveProtectedViewWindow", VbGet)
    IsProtectedView = Not Shown Is Nothing
End Function

Private Function Language() As String
    Language = GetSetting("Growthpole", "Ribbon", "Language", "")
    If Language = "" Then Language = LanguageOfExcel()
End Function

Private Function LanguageOfExcel() As String
    LanguageOfExcel = "en"
    Select Case NumberOfExcelsLanguage()
        Case 1049: LanguageOfExcel = "ru"
        Case 1087: LanguageOfExcel = "kk"
    End Select
End Function

' Asked for apart: after an error in the line of a Select Case, Resume Next would go on within its first Case.
Private Function NumberOfExcelsLanguage() As Long
    On Error Resume Next
    NumberOfExcelsLanguage = Application.LanguageSettings.LanguageID(UI_LANGUAGE)
End Function

Private Function TextOf(ByVal ID As String, ByVal Kind As Long) As String
    Dim Sheet As Worksheet, Row As Long, Column As Long
    Set Sheet = ThisWorkbook.Worksheets("labels")
    Column = 2 + 2 * ((InStr(LANGUAGES, Language()) - 1) \ 3) + Kind
    For Row = 1 To Sheet.UsedRange.Rows.Count
        If Sheet.Cells(Row, 1).Value = ID Then TextOf = Sheet.Cells(Row, Column).Value
    Next Row
End Function
