"""The builder of growthpole.xlam: VBA sources, the ribbon and the register in, one add-in file out, on any platform."""
