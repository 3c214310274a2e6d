"""Sets Growthpole up: its private environment, the demonstration, the tests and the add-in; standard library only."""
