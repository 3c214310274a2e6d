
' What follows is Growthpole's. The three Subs are the only ways in: a cell can call none, and none takes code.

' A Python that doesn't start is left alone for a minute, or until a macro is started: each of many cells would wait
' for it again.
Public Sub CallServer(ByVal FunctionName As String, ByVal Arguments As Variant, ByRef Returned As Variant)
    Static Server As Object
    On Error GoTo Restart
    If Not Server Is Nothing Then
        Returned = Server.CallUDF("udfs.worksheet", FunctionName, Arguments)
        Exit Sub
    End If
Again:
    On Error GoTo 0
    RequireInterpreter
    If RecentFailure() <> "" Then Err.Raise vbObjectError + 4, , RecentFailure()
    On Error GoTo NotStarted
    Set Server = XLPy
    On Error GoTo 0
    Returned = Server.CallUDF("udfs.worksheet", FunctionName, Arguments)
    Exit Sub
Restart:
    Set Server = Nothing
    Resume Again
NotStarted:
    Err.Raise vbObjectError + 4, , RecentFailure("Python doesn't start: " & Err.Description)
End Sub

' What kept Python from starting less than a minute ago: what is given is noted, an empty text forgets what was.
Private Function RecentFailure(Optional ByVal Noted As Variant) As String
    Static Reason As String, FailedAt As Date
    If Not IsMissing(Noted) Then
        Reason = Noted
        FailedAt = Now
    End If
    If DateDiff("s", FailedAt, Now) < 60 Then RecentFailure = Reason
End Function

Public Sub RunMacro(ByVal Macro As String, ByVal Language As String, Optional ByVal Choice As String = "")
    If Macro & Language & Choice Like "*[!a-z0-9_]*" Then Err.Raise vbObjectError + 2, , "Not a macro of Growthpole's"
    #If Mac Then
        If IsUnsafeName(ActiveWorkbook.Name) Then Err.Raise vbObjectError + 3, , ActiveWorkbook.Name
    #End If
    RequireInterpreter
    RecentFailure ""
    On Error GoTo Failed
    Application.StatusBar = "Growthpole ..."
    RunPython "import addin.macros; addin.macros.run('" & Macro & "', '" & Language & "', '" & Choice & "')"
    #If Not Mac Then
        Application.StatusBar = False
    #End If
    Exit Sub
Failed:
    Application.StatusBar = False
    Err.Raise Err.Number, , Err.Description
End Sub

' A box that shows every letter: VBA's own on Windows has the letters of one code page only, and none has Kazakh's.
Public Sub ShowText(ByVal Text As String, ByVal Icon As Long)
    #If Mac Then
        MsgBox Text, Icon, "Growthpole"
    #Else
        WScript.Popup Text, 0, "Growthpole", Icon + vbSystemModal
    #End If
End Sub

' On macOS a workbook's name goes through a shell, between double quotes, and through lists parted by | and =.
Private Function IsUnsafeName(ByVal Name As String) As Boolean
    IsUnsafeName = Name Like "*[""$`\|=]*"
End Function

Private Sub RequireInterpreter()
    Dim Interpreter As String
    #If Mac Then
        Interpreter = GetConfig("INTERPRETER_MAC", "")
    #Else
        Interpreter = GetConfig("INTERPRETER_WIN", "")
    #End If
    If Interpreter = "" Then Err.Raise vbObjectError + 1, , "No interpreter in " & GetConfigFilePath()
End Sub

' VBA and the library of xlwings open a file by letters of one code page only; Windows keeps a short name without others.
Private Function ReadablePath(ByVal Path As String) As String
    Dim Files As Object
    ReadablePath = Path
    If StrConv(StrConv(Path, vbFromUnicode), vbUnicode) = Path Then Exit Function
    Set Files = CreateObject("Scripting.FileSystemObject")
    If Files.FileExists(Path) Then ReadablePath = Files.GetFile(Path).ShortPath
End Function

' Of an error in Python the last line says what is wrong, those before it where.
Private Function LastLine(ByVal Text As String) As String
    Dim Lines As Variant, Index As Long
    Lines = Split(Replace(Text, vbCr, ""), vbLf)
    For Index = LBound(Lines) To UBound(Lines)
        If Trim(Lines(Index)) <> "" Then LastLine = Lines(Index)
    Next Index
End Function
