Attribute VB_Name = "Bridge"
Option Explicit

' Every wrapper of the module Functions comes through here: ranges become values, one call crosses to Python, and the
' names of errors in what comes back become errors of Excel's. Only Subs are public, for any cell may call a Function.

Public Sub CallFunction(ByVal FunctionName As String, ByVal Arguments As Variant, ByRef Returned As Variant)
    On Error GoTo Unreachable
    If HasScatteredAreas(Arguments) Then
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

Private Function HasScatteredAreas(ByRef Arguments As Variant) As Boolean
    Dim Index As Long
    For Index = LBound(Arguments) To UBound(Arguments)
        If TypeName(Arguments(Index)) = "Range" Then
            If Not (IsBelow(Arguments(Index)) Or IsBeside(Arguments(Index))) Then HasScatteredAreas = True
        End If
    Next Index
End Function

' Areas in the same columns are one list from above, areas in the same rows are one from the left.
Private Function IsBelow(ByVal Cells As Object) As Boolean
    Dim Area As Object
    IsBelow = True
    For Each Area In Cells.Areas
        If Area.Column <> Cells.Column Or Area.Columns.Count <> Cells.Columns.Count Then IsBelow = False
    Next Area
End Function

Private Function IsBeside(ByVal Cells As Object) As Boolean
    Dim Area As Object
    IsBeside = True
    For Each Area In Cells.Areas
        If Area.Row <> Cells.Row Or Area.Rows.Count <> Cells.Rows.Count Then IsBeside = False
    Next Area
End Function

Private Sub ReadRanges(ByRef Arguments As Variant)
    Dim Index As Long
    For Index = LBound(Arguments) To UBound(Arguments)
        If TypeName(Arguments(Index)) = "Range" Then
            If Arguments(Index).Areas.Count > 1 Then
                Arguments(Index) = JoinedValues(Arguments(Index), IsBelow(Arguments(Index)))
            Else
                Arguments(Index) = StoredValues(Arguments(Index))
            End If
        End If
    Next Index
End Sub

' Value cuts figures of currency and accounting cells to four decimals, Value2 has them as they are stored. Only Value
' tells dates from figures, and is asked where the cells' format may be one of dates.
Private Function StoredValues(ByVal Cells As Object) As Variant
    Dim Values As Variant, Told As Variant
    Values = Cells.Value2
    If MayShowDates(Cells.NumberFormat) Then
        Told = Cells.Value
        PutDates Values, Told
    End If
    StoredValues = Values
End Function

' Cells of several formats have none in common, which is Null.
Private Function MayShowDates(ByVal CommonFormat As Variant) As Boolean
    MayShowDates = True
    If VarType(CommonFormat) <> vbString Then Exit Function
    If CommonFormat = "General" Then MayShowDates = False Else MayShowDates = CommonFormat Like "*[!0#,.%? ()_-]*"
End Function

Private Sub PutDates(ByRef Values As Variant, ByRef Told As Variant)
    Dim Row As Long, Column As Long
    If Not IsArray(Values) Then
        If VarType(Told) = vbDate Then Values = Told
        Exit Sub
    End If
    For Row = LBound(Values, 1) To UBound(Values, 1)
        For Column = LBound(Values, 2) To UBound(Values, 2)
            If VarType(Told(Row, Column)) = vbDate Then Values(Row, Column) = Told(Row, Column)
        Next Column
    Next Row
End Sub

Private Function JoinedValues(ByVal Cells As Object, ByVal Below As Boolean) As Variant
    Dim Joined() As Variant, Area As Object, Before As Long, Count As Long, Row As Long, Column As Long, Cell As Variant
    For Each Area In Cells.Areas
        If Below Then Count = Count + Area.Rows.Count Else Count = Count + Area.Columns.Count
    Next Area
    If Below Then
        ReDim Joined(1 To Count, 1 To Cells.Columns.Count)
    Else
        ReDim Joined(1 To Cells.Rows.Count, 1 To Count)
    End If
    For Each Area In Cells.Areas
        For Row = 1 To Area.Rows.Count
            For Column = 1 To Area.Columns.Count
                Cell = StoredValues(Area.Cells(Row, Column))
                If Below Then Joined(Before + Row, Column) = Cell Else Joined(Row, Before + Column) = Cell
            Next Column
        Next Row
        If Below Then Before = Before + Area.Rows.Count Else Before = Before + Area.Columns.Count
    Next Area
    JoinedValues = Joined
End Function

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
