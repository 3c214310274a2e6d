Attribute VB_Name = "Help"
Option Explicit

' The sheet 'functions' has a line for each function: name, category, description, then its arguments' descriptions.

Public Sub DescribeFunctions()
    On Error GoTo Hidden
    DescribeAll
    Exit Sub
Hidden:
    Resume Unhide
Unhide:
    ' Some versions of Excel refuse to describe the macros of a workbook that isn't shown.
    On Error GoTo Restore
    Application.ScreenUpdating = False
    ThisWorkbook.IsAddin = False
    DescribeAll
Restore:
    ThisWorkbook.IsAddin = True
    ThisWorkbook.Saved = True
    Application.ScreenUpdating = True
End Sub

Private Sub DescribeAll()
    Dim Sheet As Worksheet, Row As Long
    Set Sheet = ThisWorkbook.Worksheets("functions")
    For Row = 1 To Sheet.UsedRange.Rows.Count
        DescribeFunction Sheet, Row
    Next Row
End Sub

Private Sub DescribeFunction(ByVal Sheet As Worksheet, ByVal Row As Long)
    Dim Texts() As Variant, Column As Long, Count As Long
    Count = Application.WorksheetFunction.CountA(Sheet.Rows(Row)) - 3
    ReDim Texts(1 To Count)
    For Column = 1 To Count
        Texts(Column) = Sheet.Cells(Row, Column + 3).Value
    Next Column
    Application.MacroOptions _
        Macro:="'" & ThisWorkbook.Name & "'!" & Sheet.Cells(Row, 1).Value, _
        Category:=Sheet.Cells(Row, 2).Value, _
        Description:=Sheet.Cells(Row, 3).Value, _
        ArgumentDescriptions:=Texts
End Sub
