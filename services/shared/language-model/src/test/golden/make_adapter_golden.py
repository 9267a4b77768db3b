#!/usr/bin/env python3
"""Writes ../resources/golden/adapters: adapters made by PEFT for the tiny models beside this, and the logits that PEFT computes
with them, beside the weights and merged into them.

    pip install torch==2.7.1 transformers==4.57.6 peft==0.21.2
    python make_adapter_golden.py
"""
import json, os, shutil
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = os.path.join(HERE, "../resources/golden")
OUT = os.path.join(MODELS, "adapters")
shutil.rmtree(OUT, ignore_errors=True)
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
IDS = [1, 20, 5, 33, 270, 265, 7, 300]
golden = {"ids": IDS, "adapters": []}
for name, base, targets, kind in [("lora", "tiny-tied", ALL, {}),
                                  ("rslora", "tiny-tied", ["q_proj", "v_proj", "up_proj"], {"use_rslora": True}),
                                  ("dora", "tiny-tied", ALL, {"use_dora": True}),
                                  ("dora-rslora", "tiny-untied", ["k_proj", "o_proj", "down_proj"], {"use_dora": True, "use_rslora": True})]:
    torch.manual_seed(len(name))
    model = AutoModelForCausalLM.from_pretrained(os.path.join(MODELS, base), dtype=torch.float32)
    model = get_peft_model(model, LoraConfig(r=3, lora_alpha=6, target_modules=targets, task_type="CAUSAL_LM", **kind)).eval()
    model.peft_config["default"].base_model_name_or_path = base
    with torch.no_grad():
        for n, p in model.named_parameters():
            if "lora_A" in n or "lora_B" in n: p.normal_(0.0, 0.3 / p.shape[1] ** 0.5)
            if "magnitude" in n: p.mul_(1 + 0.2 * torch.randn_like(p))
        logits = model(torch.tensor([IDS])).logits[0, -1]
    model.save_pretrained(os.path.join(OUT, name))
    os.remove(os.path.join(OUT, name, "README.md"))
    with torch.no_grad():
        plain = AutoModelForCausalLM.from_pretrained(os.path.join(MODELS, base), dtype=torch.float32)(torch.tensor([IDS])).logits[0, -1]
        merged = model.merge_and_unload()(torch.tensor([IDS])).logits[0, -1]
    assert (merged - logits).abs().max() < 1e-4 * logits.abs().max() and (plain - logits).abs().max() > 0.05 * logits.abs().max()
    golden["adapters"].append({"name": name, "base": base, "logits": [float(f"{v:.8g}") for v in logits.tolist()]})
with open(os.path.join(OUT, "golden.json"), "w") as f:
    json.dump(golden, f, indent=0)
