"""Writes ../resources/golden/reference.safetensors with the reference implementation (pip install safetensors numpy)."""
import os
import numpy as np
from safetensors.numpy import save_file

here = os.path.dirname(os.path.abspath(__file__))
save_file(
    {
        "b.half": np.array([0.5, -2.0, 65504.0], dtype=np.float16),
        "a.single": np.arange(6, dtype=np.float32).reshape(2, 3) / 4,
        "c.long": np.array([[1], [-(2**40)]], dtype=np.int64),
        "d.bytes": np.array([1, 2, 3], dtype=np.uint8),
        "e.scalar": np.array(1.25, dtype=np.float32),
    },
    os.path.join(here, "..", "resources", "golden", "reference.safetensors"),
    metadata={"format": "pt"},
)
