"""Write anew what is generated from the declarations: `python -m inputs.regenerate`."""

from __future__ import annotations

from inputs.descriptor import write_descriptor
from inputs.dictionary import write_dictionary
from inputs.territory import embedded_folder

if __name__ == "__main__":
    folder = embedded_folder()
    print(write_descriptor(folder))
    print(write_dictionary(folder.parents[1] / "docs" / "data-dictionary.md"))
