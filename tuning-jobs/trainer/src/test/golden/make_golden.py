#!/usr/bin/env python3
"""Writes src/test/resources/golden: what transformers and PEFT compute when they train the tiny models of
services/shared/language-model/src/test/resources/golden on three rows in one batch.

    pip install torch==2.7.1 transformers==4.57.6 peft==0.21.2 safetensors
    python make_golden.py

Per model: the adapter before (initial.safetensors), its gradients at the first step (gradients.safetensors), the adapter
after one step (stepped.safetensors), and the losses of four steps of AdamW with clipping on the same batch.
"""
import json, math, os
import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM
from tokenizers import Tokenizer

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = os.path.join(HERE, "../../../../../services/shared/language-model/src/test/resources/golden")
OUT = os.path.join(HERE, "../resources/golden")
ROWS = [("the card is lost", " lost card"), ("money", " the money"), ("a cat on the tin is not a card", " cat")]
RANK, ALPHA, LR, WARM, STEPS, CLIP, DECAY = 4, 8, 1e-2, 1, 4, 1.0, 0.01

golden = {"rank": RANK, "alpha": ALPHA, "lr": LR, "clip": CLIP, "decay": DECAY, "rows": ROWS, "models": {}}
for name, targets in [("tiny-tied", ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]),
                      ("tiny-untied", ["q_proj", "v_proj", "down_proj"])]:
    torch.manual_seed(7)
    model = AutoModelForCausalLM.from_pretrained(os.path.join(MODELS, name), dtype=torch.float32)
    tok = Tokenizer.from_file(os.path.join(MODELS, name, "tokenizer.json"))
    model = get_peft_model(model, LoraConfig(r=RANK, lora_alpha=ALPHA, lora_dropout=0.0, target_modules=targets, task_type="CAUSAL_LM"))
    params = {n.replace(".default", ""): p for n, p in model.named_parameters() if p.requires_grad}
    with torch.no_grad():
        for n, p in params.items():
            p.normal_(0.0, 0.3 / p.shape[1] ** 0.5)
    os.makedirs(os.path.join(OUT, name), exist_ok=True)
    put = lambda what, tensors: save_file({n: t.detach().clone().contiguous() for n, t in tensors.items()},
                                          os.path.join(OUT, name, what + ".safetensors"), metadata={"format": "pt"})
    put("initial", params)
    data = [([1] + tok.encode(p, add_special_tokens=False).ids, tok.encode(c, add_special_tokens=False).ids + [2]) for p, c in ROWS]
    width = max(len(x) + len(y) for x, y in data)
    ids = torch.full((len(data), width), 2); lab = torch.full((len(data), width), -100); att = torch.zeros((len(data), width), dtype=torch.long)
    for i, (x, y) in enumerate(data):
        n = len(x) + len(y)
        ids[i, :n] = torch.tensor(x + y); lab[i, len(x):n] = torch.tensor(y); att[i, :n] = 1
    opt = torch.optim.AdamW(params.values(), lr=LR, weight_decay=DECAY)
    losses, norms = [], []
    for step in range(STEPS):
        lr = (step + 1) / WARM if step < WARM else 0.5 * (1 + math.cos(math.pi * (step - WARM) / max(1, STEPS - WARM)))
        for g in opt.param_groups: g["lr"] = LR * lr
        loss = model(input_ids=ids, attention_mask=att, labels=lab).loss
        loss.backward(); losses.append(loss.item())
        if step == 0: put("gradients", {n: p.grad for n, p in params.items()})
        norms.append(float(torch.nn.utils.clip_grad_norm_(params.values(), CLIP)))
        opt.step(); opt.zero_grad()
        if step == 0: put("stepped", params)
    golden["models"][name] = {"targets": targets, "losses": losses, "norms": norms}
with open(os.path.join(OUT, "golden.json"), "w") as f:
    json.dump(golden, f, indent=1)

# One step per model family, on its tiny model; every linear layer that PEFT can adapt. Ids are drawn, there is no tokenizer.
FAMILY_RANK, FAMILY_ALPHA = 2, 4
torch.manual_seed(11)
ROWS = [(10, torch.randint(3, 128, (37,)).tolist()), (4, torch.randint(3, 128, (12,)).tolist()),
        (8, torch.randint(3, 128, (25,)).tolist())]
for name in sorted(os.listdir(os.path.join(MODELS, "families"))):
    torch.manual_seed(7)
    model = AutoModelForCausalLM.from_pretrained(os.path.join(MODELS, "families", name), dtype=torch.float32,
                                                 attn_implementation="eager")
    targets = sorted({n.split(".")[-1] for n, m in model.named_modules() if isinstance(m, torch.nn.Linear)}
                     - {"lm_head", "gate", "router"})
    model = get_peft_model(model, LoraConfig(r=FAMILY_RANK, lora_alpha=FAMILY_ALPHA, lora_dropout=0.0,
                                             target_modules=targets, task_type="CAUSAL_LM"))
    params = {n.replace(".default", ""): p for n, p in model.named_parameters() if p.requires_grad}
    with torch.no_grad():
        for n, p in params.items():
            p.normal_(0.0, 0.3 / p.shape[1] ** 0.5)
    folder = os.path.join(OUT, "families", name)
    os.makedirs(folder, exist_ok=True)
    width = max(len(ids) for _, ids in ROWS)
    ids = torch.zeros((len(ROWS), width), dtype=torch.long)
    lab = torch.full((len(ROWS), width), -100)
    att = torch.zeros((len(ROWS), width), dtype=torch.long)
    for i, (prompt, row) in enumerate(ROWS):
        ids[i, :len(row)] = torch.tensor(row)
        lab[i, prompt:len(row)] = torch.tensor(row[prompt:])
        att[i, :len(row)] = 1
    loss = model(input_ids=ids, attention_mask=att, labels=lab, use_cache=False).loss
    loss.backward()
    for what, tensors in [("initial", params), ("gradients", {n: p.grad if p.grad is not None else torch.zeros_like(p)
                                                              for n, p in params.items()})]:
        save_file({n: t.detach().clone().contiguous() for n, t in tensors.items()},
                  os.path.join(folder, what + ".safetensors"), metadata={"format": "pt"})
    with open(os.path.join(folder, "golden.json"), "w") as f:
        json.dump({"rank": FAMILY_RANK, "alpha": FAMILY_ALPHA, "targets": targets, "loss": loss.item(),
                   "rows": [{"prompt": p, "ids": r} for p, r in ROWS]}, f)
    print(name, targets, loss.item())
