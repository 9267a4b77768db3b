#!/usr/bin/env python3
"""Writes src/test/resources/golden: tiny random models and what transformers computes with them.

    pip install torch==2.7.1 transformers==4.57.6 safetensors numpy
    python make_golden.py [family ...]     (all families if none is named)

families/*     one BF16 model per family, no tokenizer: golden.json beside it has logits and 64 greedy tokens
tiny-tied      F32, one file, 4 query heads on 2 key heads, tied head
tiny-untied    BF16, two shards, 4 heads, separate head, Llama 3's stretched rotary embedding
The last two share a tokenizer of bytes and a few words, so that characters spread over several tokens occur.
"""
import json, os, shutil, sys, tempfile
import torch

torch.set_num_threads(1)
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers
from transformers import AutoConfig, AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../resources/golden")
torch.manual_seed(20261122)


def tokenizer(path):
    vocabulary = {"<unk>": 0, "<s>": 1, "</s>": 2}
    for b in range(256):
        vocabulary[f"<0x{b:02X}>"] = len(vocabulary)
    merges = []
    for piece in ["▁"] + [chr(c) for c in range(97, 123)]:
        vocabulary[piece] = len(vocabulary)
    for a, b in [("▁", "c"), ("▁", "t"), ("▁", "a"), ("a", "t"), ("▁c", "a"), ("▁ca", "r"), ("▁car", "d"), ("h", "e"),
                 ("▁t", "he"), ("i", "n"), ("o", "n"), ("e", "r"), ("o", "r"), ("▁", "l"), ("▁l", "o"), ("▁lo", "s"),
                 ("▁los", "t"), ("▁", "m"), ("▁m", "on"), ("▁mon", "e"), ("▁mone", "y")]:
        vocabulary[a + b] = len(vocabulary)
        merges.append((a, b))
    t = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    t.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    t.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in ["<unk>", "<s>", "</s>"]])
    t.save(path)
    return t


def model(name, tied, kv, dtype, shard, **extra):
    config = LlamaConfig(vocab_size=320, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
                         num_key_value_heads=kv, max_position_embeddings=64, rms_norm_eps=1e-5, tie_word_embeddings=tied,
                         bos_token_id=1, eos_token_id=2, **extra)
    m = LlamaForCausalLM(config).eval()
    with torch.no_grad():
        for n, p in m.named_parameters():
            p.normal_(1.0, 0.2) if "norm" in n else p.normal_(0.0, 1.0 / p.shape[1] ** 0.5)
    m = m.to(dtype)
    folder = os.path.join(OUT, name)
    shutil.rmtree(folder, ignore_errors=True)
    m.save_pretrained(folder, max_shard_size=shard)
    t = tokenizer(os.path.join(folder, "tokenizer.json"))
    m = LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32)  # weights rounded to their type, arithmetic not
    prompt = [1] + t.encode("the card is lost, čo ďalej?", add_special_tokens=False).ids
    with torch.no_grad():
        logits = m(torch.tensor([prompt])).logits[0]
        greedy = m.generate(torch.tensor([prompt]), max_new_tokens=16, do_sample=False, eos_token_id=None, pad_token_id=2)[0]
    shown = [0, 5, len(prompt) - 1]
    return {"prompt": prompt, "positions": shown, "logits": [[float(f"{v:.8g}") for v in logits[i].tolist()] for i in shown],
            "greedy": greedy[len(prompt):].tolist()}


os.makedirs(OUT, exist_ok=True)
golden = {
    "tiny-tied": model("tiny-tied", True, 2, torch.float32, "5GB"),
    "tiny-untied": model("tiny-untied", False, 4, torch.bfloat16, "60KB", rope_theta=500000.0, rope_scaling={
        "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 16}),
}
with tempfile.TemporaryDirectory() as folder:
    t = tokenizer(os.path.join(folder, "tokenizer.json"))
texts = ["the card", " two spaces", "čo ďalej?", "emoji 🙂 here", "line\nbreak"]
golden["tokenizer"] = [{"text": s, "ids": t.encode(s, add_special_tokens=False).ids,
                        "decoded": t.decode(t.encode(s, add_special_tokens=False).ids)} for s in texts]
with open(os.path.join(OUT, "golden.json"), "w") as f:
    json.dump(golden, f, ensure_ascii=False, indent=0)

# --- one model per family -------------------------------------------------------------------------------------------
COMMON = dict(vocab_size=128, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2,
              intermediate_size=48, max_position_embeddings=256, rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=2,
              pad_token_id=0, tie_word_embeddings=False)
LLAMA3 = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
          "original_max_position_embeddings": 32}
FAMILIES = {
    "llama": dict(rope_theta=500000.0, rope_scaling=LLAMA3),
    "mistral": dict(sliding_window=16, head_dim=16),
    "qwen2": dict(tie_word_embeddings=True, use_sliding_window=True, sliding_window=20, max_window_layers=2),
    "qwen3": dict(head_dim=16),
    "mixtral": dict(num_hidden_layers=2, num_local_experts=4, num_experts_per_tok=2, sliding_window=None),
    "qwen3_moe": dict(head_dim=16, num_experts=8, num_experts_per_tok=2, moe_intermediate_size=24, norm_topk_prob=True,
                      decoder_sparse_step=1, mlp_only_layers=[1]),
    "llama4_text": dict(num_hidden_layers=4, head_dim=8, num_local_experts=4, num_experts_per_tok=1, intermediate_size=24,
                        intermediate_size_mlp=40, interleave_moe_layer_step=2, no_rope_layer_interval=4,
                        attention_chunk_size=16, attn_temperature_tuning=True, floor_scale=8, attn_scale=0.1,
                        use_qk_norm=True, rope_scaling=LLAMA3, rope_theta=500000.0),
    "deepseek_v3": dict(num_hidden_layers=2, num_key_value_heads=4, q_lora_rank=16, kv_lora_rank=12, qk_nope_head_dim=8,
                        qk_rope_head_dim=4, v_head_dim=10, n_routed_experts=8, num_experts_per_tok=3, n_group=4,
                        topk_group=2, moe_intermediate_size=16, n_shared_experts=1, first_k_dense_replace=1,
                        routed_scaling_factor=2.5, norm_topk_prob=True, rope_scaling={
                            "type": "yarn", "factor": 8.0, "beta_fast": 32, "beta_slow": 1, "mscale": 1.0,
                            "mscale_all_dim": 0.7, "original_max_position_embeddings": 32}),
    "glm4_moe": dict(head_dim=16, partial_rotary_factor=0.5, use_qk_norm=True, attention_bias=True, n_routed_experts=6,
                     num_experts_per_tok=2, n_group=1, topk_group=1, moe_intermediate_size=16, n_shared_experts=1,
                     first_k_dense_replace=1, routed_scaling_factor=1.5, norm_topk_prob=True),
}


def family(name, settings):
    for seed in range(1, 100):
        torch.manual_seed(seed)
        m = AutoModelForCausalLM.from_config(AutoConfig.for_model(name, **{**COMMON, **settings}),
                                             attn_implementation="eager").eval()
        with torch.no_grad():
            for n, p in m.named_parameters():
                if "norm" in n:
                    p.normal_(1.0, 0.2)
                elif n.endswith("bias"):
                    p.normal_(0.0, 0.5)
                else:
                    # large enough that every part of the model shows in the logits
                    p.normal_(0.0, 1.5 / p.shape[-2 if "experts." in n and p.dim() == 3 else -1] ** 0.5)
            for n, b in m.named_buffers():
                if n.endswith("e_score_correction_bias"):
                    b.normal_(0.0, 0.1)
        folder = os.path.join(OUT, "families", name)
        shutil.rmtree(folder, ignore_errors=True)
        m.to(torch.bfloat16).save_pretrained(folder)
        m = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
        prompt = [1] + torch.randint(3, 128, (39,)).tolist()
        ids, gap = list(prompt), float("inf")
        with torch.no_grad():
            logits = m(torch.tensor([prompt]), use_cache=False).logits[0]
            for _ in range(64):
                best = m(torch.tensor([ids]), use_cache=False).logits[0, -1].topk(2)
                gap = min(gap, float(best.values[0] - best.values[1]))
                ids.append(int(best.indices[0]))
        if gap > 2e-3:  # otherwise another order of summation could choose another token
            break
    with open(os.path.join(folder, "golden.json"), "w") as f:
        json.dump({"prompt": prompt, "positions": [0, 20, 39],
                   "logits": [[float(f"{v:.8g}") for v in logits[i].tolist()] for i in [0, 20, 39]],
                   "greedy": ids[len(prompt):]}, f)
    print(name, "seed", seed, "closest choice", gap, "bytes", os.path.getsize(os.path.join(folder, "model.safetensors")))


for name, settings in FAMILIES.items():
    if not sys.argv[1:] or name in sys.argv[1:]:
        family(name, settings)
