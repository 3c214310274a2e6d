Attribute VB_Name = "Bridge"
Option Explicit

' Every wrapper of the module Functions comes through here: ranges become values, one call crosses to Python, and the
' names of errors in what comes back become errors of Excel's. Only Subs are public, for any cell may call a Function.

Public Sub CallFunction(ByVal FunctionName As String, ByVal Arguments As Variant, ByRef Returned As Variant)
    On Error GoTo Unreachable
    If HasSeveralAreas(Arguments) Then
        Returned = CVErr(2015)
        Exit Sub
    End If
    ReadRanges Arguments
    CallServer FunctionName, Arguments, Returned
    ReplaceErrors Returned
    Exit Sub
Unreachable:
    Returned = CVErr(2029)
End Sub

Private Function HasSeveralAreas(ByRef Arguments As Variant) As Boolean
    Dim Index As Long
    For Index = LBound(Arguments) To UBound(Arguments)
        If TypeName(Arguments(Index)) = "Range" Then
            If Arguments(Index).Areas.Count > 1 Then HasSeveralAreas = True
        End If
    Next Index
End Function

Private Sub ReadRanges(ByRef Arguments As Variant)
    Dim Index As Long
    For Index = LBound(Arguments) To UBound(Arguments)
        If TypeName(Arguments(Index)) = "Range" Then Arguments(Index) = Arguments(Index).Value
    Next Index
End Sub

Private Sub ReplaceErrors(ByRef Cells As Variant)
    Dim Row As Long, Column As Long
    Select Case Dimensions(Cells)
        Case 0
            ReplaceError Cells
        Case 1
            For Column = LBound(Cells) To UBound(Cells)
                ReplaceIn Cells, Column
            Next Column
        Case 2
            For Row = LBound(Cells, 1) To UBound(Cells, 1)
                For Column = LBound(Cells, 2) To UBound(Cells, 2)
                    ReplaceInMatrix Cells, Row, Column
                Next Column
            Next Row
    End Select
End Sub

Private Sub ReplaceIn(ByRef Cells As Variant, ByVal Column As Long)
    Dim Cell As Variant
    If VarType(Cells(Column)) <> vbString Then Exit Sub
    Cell = Cells(Column)
    ReplaceError Cell
    Cells(Column) = Cell
End Sub

Private Sub ReplaceInMatrix(ByRef Cells As Variant, ByVal Row As Long, ByVal Column As Long)
    Dim Cell As Variant
    If VarType(Cells(Row, Column)) <> vbString Then Exit Sub
    Cell = Cells(Row, Column)
    ReplaceError Cell
    Cells(Row, Column) = Cell
End Sub

Private Function Dimensions(ByRef Cells As Variant) As Long
    Dim Last As Long
    If Not IsArray(Cells) Then Exit Function
    Dimensions = 1
    On Error Resume Next
    Last = UBound(Cells, 2)
    If Err.Number = 0 Then Dimensions = 2
End Function
