#!/usr/bin/env python3
"""Writes ../resources/golden: tiny GGUF files in every element type that is read, and what independent implementations make
of them: the gguf package expands the blocks, transformers undoes llama.cpp's order of rows and computes logits, tokenizers
and sentencepiece give token ids.

    pip install torch==2.7.1 transformers==4.57.6 gguf==0.19.0 tokenizers sentencepiece numpy
    python make_gguf_golden.py

mixed.gguf     byte pairs ("smollm"), tied head, every linear layer in another type
pieces.gguf    SentencePiece with scores, separate head, float16, Llama 3's rope factors
"""
import hashlib, io, json, os, shutil, tempfile
import gguf
import numpy as np
import sentencepiece
import torch
from gguf import GGMLQuantizationType as T
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "../resources/golden")
shutil.rmtree(OUT, ignore_errors=True)
os.makedirs(OUT)
torch.manual_seed(20261122)
TEXTS = ["the card is lost", " two  spaces", "čo ďalej?", "emoji 🙂 here", "line\nbreak 2026", "it's 12 o'clock",
         "<|im_start|>user\nhello<|im_end|>"]
CORPUS = ["the card is lost and the money is gone", "where is the lost card of the old man", "it's money, it's 12 cards",
          "a cat sat on the card", "the clock on the wall says 2026", "hello user, hello card, hello world"] * 20


def permuted(w, heads):
    """Rows as llama.cpp wants them."""
    return w.reshape(heads, 2, w.shape[0] // heads // 2, w.shape[1]).swapaxes(1, 2).reshape(w.shape)


def sha(x):
    return hashlib.sha256(np.ascontiguousarray(x.astype("<f4")).tobytes()).hexdigest()


def write(name, config, types, tokenizer, tied, rope_factors=None):
    model = LlamaForCausalLM(config).eval()
    with torch.no_grad():
        for n, p in model.named_parameters():
            p.normal_(1.0, 0.2) if "norm" in n else p.normal_(0.0, 1.0 / p.shape[1] ** 0.5)
    w = gguf.GGUFWriter(os.path.join(OUT, name), "llama")
    w.add_block_count(config.num_hidden_layers); w.add_context_length(config.max_position_embeddings)
    w.add_embedding_length(config.hidden_size); w.add_feed_forward_length(config.intermediate_size)
    w.add_head_count(config.num_attention_heads); w.add_head_count_kv(config.num_key_value_heads)
    w.add_rope_freq_base(config.rope_theta); w.add_layer_norm_rms_eps(config.rms_norm_eps)
    w.add_vocab_size(config.vocab_size); w.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    tokenizer(w)
    names = {"self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output",
             "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
             "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm"}
    expanded = {}
    for n, p in model.state_dict().items():
        x = p.detach().numpy()
        if n == "lm_head.weight" and tied: continue
        if n.startswith("model.layers."):
            _, _, l, rest = n.split(".", 3)
            short = names[rest.removesuffix(".weight")]; target = f"blk.{l}.{short}.weight"
        else:
            short = {"model.embed_tokens.weight": "token_embd", "model.norm.weight": "output_norm", "lm_head.weight": "output"}[n]
            target = short + ".weight"
        heads = {"attn_q": config.num_attention_heads, "attn_k": config.num_key_value_heads}.get(short)
        y = permuted(x, heads) if heads else x
        kind = T.F32 if "norm" in short else types[short]
        data = gguf.quants.quantize(np.ascontiguousarray(y), kind)
        w.add_tensor(target, data, raw_dtype=kind)
        back = gguf.quants.dequantize(data, kind)          # the gguf package, block by block
        if heads:                                          # and the order of rows undone, as transformers does it
            d = back.shape[0] // heads // 2
            back = back.reshape(heads, d, 2, back.shape[1]).swapaxes(1, 2).reshape(back.shape)
        expanded[n] = back
    if rope_factors is not None: w.add_tensor("rope_freqs.weight", rope_factors)
    w.write_header_to_file(); w.write_kv_data_to_file(); w.write_tensors_to_file(); w.close()
    result = {"sha256": {n: sha(x) for n, x in expanded.items()}}
    if rope_factors is None:                               # transformers' own reader of GGUF
        theirs = AutoModelForCausalLM.from_pretrained(OUT, gguf_file=name, dtype=torch.float32).eval()
        state = theirs.state_dict()
        for n, x in expanded.items(): assert np.array_equal(state[n].numpy(), x), n
    else:
        theirs = LlamaForCausalLM(config).eval()
        theirs.load_state_dict({n: torch.from_numpy(x.copy()) for n, x in expanded.items()})
    ids = [1, 5, 80, 33, 60, 17, 200, 9]
    with torch.no_grad(): logits = theirs(torch.tensor([ids])).logits[0, -1]
    return result | {"prompt": ids, "logits": [float(f"{v:.8g}") for v in logits.tolist()]}


golden = {}
# --- byte pairs
t = Tokenizer(models.BPE())
t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
t.decoder = decoders.ByteLevel()
special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
t.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=320, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
raw = json.loads(t.to_str())
vocab = sorted(raw["model"]["vocab"], key=raw["model"]["vocab"].get)


def byte_pairs(w):
    w.add_tokenizer_model("gpt2"); w.add_tokenizer_pre("smollm"); w.add_token_list(vocab)
    w.add_token_types([3 if x in special else 1 for x in vocab])
    w.add_token_merges([" ".join(m) for m in raw["model"]["merges"]])
    w.add_bos_token_id(1); w.add_eos_token_id(2); w.add_pad_token_id(2); w.add_unk_token_id(0); w.add_add_space_prefix(False)
    w.add_chat_template("{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}")


golden["mixed"] = write(
    "mixed.gguf",
    LlamaConfig(vocab_size=len(vocab), hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4,
                num_key_value_heads=2, max_position_embeddings=128, rms_norm_eps=1e-5, rope_theta=100000.0, tie_word_embeddings=True),
    {"token_embd": T.Q8_0, "attn_q": T.Q4_0, "attn_k": T.Q4_1, "attn_v": T.F16, "attn_output": T.BF16, "ffn_gate": T.Q4_1,
     "ffn_up": T.F32, "ffn_down": T.Q8_0}, byte_pairs, True)
golden["mixed"]["tokens"] = [{"text": s, "ids": t.encode(s, add_special_tokens=False).ids} for s in TEXTS]

# --- pieces with scores
model = io.BytesIO()
sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(CORPUS), model_writer=model, vocab_size=380, model_type="bpe",
                                         byte_fallback=True, hard_vocab_limit=False, add_dummy_prefix=True,
                                         remove_extra_whitespaces=False, normalization_rule_name="identity", minloglevel=2)
sp = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def pieces(w):
    n = sp.get_piece_size()
    w.add_tokenizer_model("llama"); w.add_token_list([sp.id_to_piece(i) for i in range(n)])
    w.add_token_scores([sp.get_score(i) for i in range(n)])
    w.add_token_types([2 if sp.is_unknown(i) else 3 if sp.is_control(i) else 6 if sp.is_byte(i) else 1 for i in range(n)])
    w.add_bos_token_id(1); w.add_eos_token_id(2); w.add_unk_token_id(0)


scaling = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}
small = LlamaConfig(vocab_size=sp.get_piece_size(), hidden_size=32, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
                    num_key_value_heads=2, max_position_embeddings=64, rms_norm_eps=1e-6, rope_theta=500000.0, tie_word_embeddings=False,
                    rope_scaling=scaling)
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS
plain = 1.0 / 500000.0 ** (torch.arange(0, 16, 2).float() / 16)
factors = (plain / ROPE_INIT_FUNCTIONS["llama3"](small, "cpu")[0]).numpy().astype(np.float32)
golden["pieces"] = write("pieces.gguf", small, {k: T.F16 for k in ["token_embd", "output", "attn_q", "attn_k", "attn_v", "attn_output",
                                                                 "ffn_gate", "ffn_up", "ffn_down"]}, pieces, False, factors)
golden["pieces"]["tokens"] = [{"text": s, "ids": sp.encode(s)} for s in TEXTS[:-1]]
with open(os.path.join(OUT, "golden.json"), "w") as f:
    json.dump(golden, f, ensure_ascii=False, indent=0)
