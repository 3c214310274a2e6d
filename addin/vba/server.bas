
' What follows is Growthpole's. The two Subs are the only ways in: a cell can call neither, and neither takes code.

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
    Set Server = XLPy
    Returned = Server.CallUDF("udfs.worksheet", FunctionName, Arguments)
    Exit Sub
Restart:
    Set Server = Nothing
    Resume Again
End Sub

Public Sub RunMacro(ByVal Macro As String, ByVal Language As String, Optional ByVal Choice As String = "")
    If Macro & Language & Choice Like "*[!a-z0-9_]*" Then Err.Raise vbObjectError + 2, , "Not a macro of Growthpole's"
    RequireInterpreter
    RunPython "import addin.macros; addin.macros.run('" & Macro & "', '" & Language & "', '" & Choice & "')"
End Sub

Private Sub RequireInterpreter()
    Dim Interpreter As String
    #If Mac Then
        Interpreter = GetConfig("INTERPRETER_MAC", "")
    #Else
        Interpreter = GetConfig("INTERPRETER_WIN", "")
    #End If
    If Interpreter = "" Then Err.Raise vbObjectError + 1, , "No interpreter in " & GetConfigFilePath()
End Sub
