"""Keys of [mesh] and [pile], for every_key_matters.py: the case, and values that give another answer."""
SECTION = 'mesh={ shape = "section", depth = "10 cm", width = "2 m", cells = { surface = "4 mm", growth = 1.5, largest = "2 cm" } }'
WINDROW = 'pile={ shape = "windrow", height = "40 cm", slope = "2:1", '
SHALLOW = "layers=[{ thickness = '10 cm', material = 'rich' }]"
CHANGES = {
    "mesh.shape": ("still", SECTION),
    "mesh.depth": ("still", "mesh.depth=12 cm", "layers[1].thickness=8 cm"),
    "mesh.area": ("still", "mesh.area=2 m2"),
    "mesh.width": ("flowing", "mesh.width=90 cm"),
    "mesh.length": ("flowing", "mesh.length=60 cm"),
    "mesh.columns_x": ("flowing", "mesh.columns_x=6"),
    "mesh.columns_y": ("flowing", "mesh.columns_y=4"),
    "mesh.cells.surface": ("still", "mesh.cells.surface=2 mm"),
    "mesh.cells.growth": ("still", "mesh.cells.growth=1.2"),
    "mesh.cells.largest": ("still", "mesh.cells.largest=1 cm"),
    "mesh.cells.size": ("flowing", "mesh.cells.size=2.5 cm"),
    "mesh.cells.count": ("flowing", "mesh.cells={ count = 5 }"),
    "pile.shape": ("windrow", 'pile={ shape = "side_hill", height = "40 cm", slope = "2:1", ground = "5:1" }'),
    "pile.height": ("windrow", "pile.height=50 cm", "layers[1].thickness=40 cm"),
    "pile.slope": ("windrow", "pile.slope=30 deg"), "pile.crest_width": ("windrow", "pile.crest_width=20 cm"),
    "pile.length": ("windrow", "pile.length=2 m"), "pile.half": ("windrow", "pile.half=true"),
    "pile.base_width": ("windrow", WINDROW + 'base_width = "2 m" }'),
    **{f"pile.{key}": ("windrow", SHALLOW, "mesh.columns_x=4", "mesh.columns_y=4", f"pile={{ height = '10 cm', slope = '1:1', {words} }}")
       for key, words in (("crest_length", "shape = 'frustum', crest_width = '10 cm', crest_length = '30 cm'"),
                          ("base_length", "shape = 'frustum', crest_width = '10 cm', base_length = '60 cm'"),
                          ("facets", "shape = 'cone', crest_width = '10 cm', facets = 8"),
                          ("ground", "shape = 'valley_fill', ground = '3:1', sides = '2:1'"),
                          ("sides", "shape = 'valley_fill', ground = '2:1', sides = '3:1'"))},
}
