#!/usr/bin/env python3
"""Checks that an adapter made here computes the same in the real PEFT.

    pip install torch==2.7.1 transformers==4.57.6 peft==0.21.2
    python check_peft.py BASE_DIRECTORY ADAPTER_DIRECTORY LOGITS.json

LOGITS.json: {"ids": [...], "logits": [[...] per position]} as `bench logits` writes it. Prints the largest difference
relative to the largest logit, with and without adapter, and fails above 1e-4.
"""
import json, sys
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
sys.exit(0 if relative <= 1e-4 < moved else 1)
