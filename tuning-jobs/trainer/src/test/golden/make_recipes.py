#!/usr/bin/env python3
"""Writes src/test/resources/golden/recipes: what transformers and PEFT compute when they train the tiny model of
services/shared/language-model/src/test/resources/golden/tiny-tied by the recipes that make_golden.py leaves out.

    pip install torch==2.7.1 transformers==4.57.6 peft==0.21.2 safetensors
    python make_golden.py && python make_recipes.py

Each recipe begins with the adapter of make_golden.py (golden/tiny-tied/initial.safetensors) unless it has files of its own,
and takes four steps of AdamW with clipping on one batch. recipes.json has the losses, a safetensors file per recipe the
gradients of the first step.
"""
import json, math, os
import torch
from peft import LoraConfig, get_peft_model
from peft.optimizers import create_loraplus_optimizer
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM, get_scheduler

HERE = os.path.dirname(os.path.abspath(__file__))
BASE = os.path.join(HERE, "../../../../../services/shared/language-model/src/test/resources/golden/tiny-tied")
OUT = os.path.join(HERE, "../resources/golden/recipes")
INITIAL = os.path.join(HERE, "../resources/golden/tiny-tied/initial.safetensors")
MODULES = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
ROWS = [("the card is lost", " lost card"), ("money", " the money"), ("a cat on the tin is not a card", " cat")]
TEXTS = ["the card is lost", "a cat on the tin is not a card and the money is lost on the tin " * 4]
RANK, ALPHA, LR, STEPS, CLIP, DECAY, CONTEXT, BOS, EOS = 4, 8, 1e-2, 4, 1.0, 0.01, 64, 1, 2
tok = Tokenizer.from_file(os.path.join(BASE, "tokenizer.json"))
encode = lambda text: tok.encode(text, add_special_tokens=False).ids


def pairs():
    """Ids and labels; a label of -100 does not count."""
    for p, c in ROWS:
        prompt, completion = [BOS] + encode(p), encode(c) + [EOS]
        yield prompt + completion, [-100] * len(prompt) + completion


def texts():
    """One long sequence per text, and which part of it a model with this context sees before each token."""
    for text in TEXTS:
        ids = [BOS] + encode(text) + [EOS]
        at = 0
        while at + 1 < len(ids):
            window = ids[at:at + CONTEXT]
            yield window, [-100] + window[1:]
            at += CONTEXT - 1


def new_model(own=None, **more):
    torch.manual_seed(7)
    model = AutoModelForCausalLM.from_pretrained(BASE, dtype=torch.float32)
    model = get_peft_model(model, LoraConfig(r=RANK, lora_alpha=ALPHA, lora_dropout=0.0, target_modules=MODULES,
                                             task_type="CAUSAL_LM", **more))
    params = {n.replace(".default", ""): p for n, p in model.named_parameters() if p.requires_grad}
    given = load_file(INITIAL)
    with torch.no_grad():
        for n, p in params.items():
            if n in given and given[n].shape == p.shape:
                p.copy_(given[n])
            elif "lora_magnitude_vector" not in n:
                p.normal_(0.0, 0.3 / p.shape[1] ** 0.5)
    if own:
        put(own + "-initial", params)
    return model, params


def put(name, tensors):
    save_file({n.replace("_vector.weight", "_vector"): t.detach().clone().contiguous() for n, t in tensors.items()},
              os.path.join(OUT, name + ".safetensors"), metadata={"format": "pt"})


def mean_loss(model, rows):
    """One row at a time, no padding: the sum over all tokens that count, divided by their number."""
    rows = list(rows)
    count = sum(sum(l != -100 for l in labels) for _, labels in rows)
    total = 0
    for ids, labels in rows:
        logits = model(input_ids=torch.tensor([ids]), use_cache=False).logits[0, :-1]
        total = total + torch.nn.functional.cross_entropy(logits, torch.tensor(labels[1:]), ignore_index=-100, reduction="sum")
    return total / count


def cosine(step):
    """One step of warm-up, then half a cosine."""
    return LR if step == 0 else LR * 0.5 * (1 + math.cos(math.pi * (step - 1) / (STEPS - 1)))


def run(name, rows, optimiser=None, rate=cosine, **more):
    model, params = new_model(name if more else None, **more)
    opt = optimiser(model) if optimiser else torch.optim.AdamW(params.values(), lr=LR, weight_decay=DECAY)
    base = [g["lr"] / LR for g in opt.param_groups]
    losses = []
    for step in range(STEPS):
        for g, factor in zip(opt.param_groups, base):
            g["lr"] = factor * rate(step)
        loss = mean_loss(model, rows())
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            put(name + "-gradients", {n: p.grad for n, p in params.items()})
        torch.nn.utils.clip_grad_norm_(params.values(), CLIP)
        opt.step()
        opt.zero_grad()
    print(name, losses)
    return {"losses": losses}


os.makedirs(OUT, exist_ok=True)
golden = {"rank": RANK, "alpha": ALPHA, "lr": LR, "clip": CLIP, "decay": DECAY, "rows": ROWS, "texts": TEXTS,
          "windows": len(list(texts())), "recipes": {}}
with torch.no_grad():
    untuned = AutoModelForCausalLM.from_pretrained(BASE, dtype=torch.float32)
    golden["baseTextLoss"] = mean_loss(untuned, texts()).item()
golden["recipes"]["text"] = run("text", texts)
# One big batch: what accumulated and packed batches must equal.
golden["recipes"]["pairs"] = run("pairs", pairs)
golden["loraPlusRatio"] = 16
golden["recipes"]["loraplus"] = run("loraplus", pairs, lambda model: create_loraplus_optimizer(
    model, torch.optim.AdamW, lr=LR, loraplus_lr_ratio=16, weight_decay=DECAY, loraplus_weight_decay=DECAY))
golden["ranks"] = {"q_proj": 2, "down_proj": 8}
golden["recipes"]["ranks"] = run("ranks", pairs, rank_pattern=golden["ranks"],
                                 alpha_pattern={m: ALPHA * r / RANK for m, r in golden["ranks"].items()})


def schedule(name, warm, total):
    """transformers' factors; theirs begin at 0 and ours one step later, so that no step is lost."""
    opt = torch.optim.SGD([torch.zeros(1)], lr=1.0)
    rates = get_scheduler(name, opt, warm, total)
    found = []
    for step in range(total + 1):
        found.append(opt.param_groups[0]["lr"])
        opt.step()
        rates.step()
    return found[1:warm + 1] + found[warm:-1]


golden["warm"], golden["steps"] = 3, 12
golden["schedules"] = {ours: schedule(theirs, 3, 12) for ours, theirs in
                       [("CONSTANT", "constant_with_warmup"), ("LINEAR", "linear"), ("COSINE", "cosine")]}


def chosen(every, patience, total, rate):
    """Trains on the first two rows at a learning rate that is too high, and keeps what is best on the third."""
    model, params = new_model()
    opt = torch.optim.AdamW(params.values(), lr=rate, weight_decay=0)
    rows, losses, best, since = list(pairs()), [], (math.inf, 0), 0
    for step in range(1, total + 1):
        loss = mean_loss(model, rows[:2])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params.values(), CLIP)
        opt.step()
        opt.zero_grad()
        if step % every == 0 or step == total:
            with torch.no_grad():
                losses.append(mean_loss(model, rows[2:]).item())
            since += 1
            if losses[-1] < best[0]:
                best, since = (losses[-1], step), 0
            if since >= patience:
                break
    print("chosen", losses, best, step)
    return {"every": every, "patience": patience, "total": total, "rate": rate, "losses": losses, "step": best[1], "stopped": step}


golden["chosen"] = chosen(2, 2, 40, 0.02)
with open(os.path.join(OUT, "recipes.json"), "w") as f:
    json.dump(golden, f, indent=1)
    f.write("\n")
