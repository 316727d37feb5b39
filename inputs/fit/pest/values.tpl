ptf ~
materials.tailings.surface.Brucite = ~surface          ~ m2/g
materials.tailings.water.saturation = ~saturation       ~
