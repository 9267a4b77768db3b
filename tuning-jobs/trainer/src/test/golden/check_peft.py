#!/usr/bin/env python3
"""Checks that an adapter made here (LoRA, rsLoRA) computes the same in the real PEFT, and so does what was merged here.

    pip install torch==2.7.1 transformers==4.57.6 peft==0.21.2 gguf==0.19.0
    python check_peft.py BASE_DIRECTORY ADAPTER_DIRECTORY LOGITS.json [MERGED]

LOGITS.json: {"ids": [...], "logits": [[...] per position]} as `bench logits` writes it. Prints the largest difference
relative to the largest logit, with and without adapter, and fails above 1e-4. MERGED is what `bench merge` wrote, a directory
or a GGUF file: transformers computes with it, and the difference is printed, too; it fails above 2e-2 (F16's rounding; Q8_0: 0.1).
"""
import json, os, sys
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

base, adapter, file = sys.argv[1:4]
ours = json.load(open(file))
model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).eval()
ids = torch.tensor([ours["ids"]])
want = torch.tensor(ours["logits"])
with torch.no_grad():
    plain = model(ids).logits[0]
    tuned = PeftModel.from_pretrained(model, adapter).eval()(ids).logits[0]
relative = ((tuned - want).abs().max() / tuned.abs().max()).item()
moved = ((tuned - plain).abs().max() / tuned.abs().max()).item()
print(json.dumps({"relative_difference": relative, "adapter_moves_logits_by": moved, "positions": len(ours["ids"])}))
bad = not relative <= 1e-4 < moved
if len(sys.argv) > 4:
    path = sys.argv[4]
    gguf = path.endswith(".gguf")
    merged = (AutoModelForCausalLM.from_pretrained(os.path.dirname(os.path.abspath(path)), gguf_file=os.path.basename(path), dtype=torch.float32)
              if gguf else AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32)).eval()
    with torch.no_grad():
        lost = ((merged(ids).logits[0] - tuned).abs().max() / tuned.abs().max()).item()
    print(json.dumps({"merged": path, "relative_difference": lost}))
    bad = bad or not lost <= (0.1 if "q8" in path.lower() else 2e-2)
sys.exit(1 if bad else 0)
