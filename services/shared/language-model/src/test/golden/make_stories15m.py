"""Facts about an independent conversion of stories15M to the Hugging Face layout: a digest per tensor, token ids of texts.

    python make_stories15m.py DIRECTORY > ../resources/golden/stories15M.json

DIRECTORY holds model.safetensors (fp32) and tokenizer.json. Needs safetensors, torch and tokenizers.
"""
import hashlib
import json
import random
import sys

from safetensors.torch import load_file
from tokenizers import Tokenizer

directory = sys.argv[1]
random.seed(1)
letters = "  \n.,'\"ABtheanioréß世🏔0123456789abcdefghijklmnopqrstuvwxyz"
texts = ["", " ", "  two  spaces ", "\n\n\ttab", "Grüezi, 世界! 🏔️", "<s>a</s><unk>", "Once upon a time, there was", "▁▁",
         "1234567890", "\u0000\u0001", "don't  \u00a0"]
texts += ["".join(random.choices(letters, k=random.randrange(60))) for _ in range(150)]
tokenizer = Tokenizer.from_file(directory + "/tokenizer.json")
tensors = load_file(directory + "/model.safetensors")
print(json.dumps({
    "tensors": {name: hashlib.sha256(t.contiguous().numpy().tobytes()).hexdigest() for name, t in sorted(tensors.items())},
    "texts": [{"text": text, "ids": (e := tokenizer.encode(text, add_special_tokens=False)).ids,
               "decoded": tokenizer.decode(e.ids, skip_special_tokens=False)} for text in texts],
}, ensure_ascii=True, separators=(",", ":")))
