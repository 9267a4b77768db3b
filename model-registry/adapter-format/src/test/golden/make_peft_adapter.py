"""Writes ../resources/golden/peft: an adapter of a tiny random model, saved by PEFT (pip install torch transformers peft)."""
import os
import shutil
import tempfile
import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

here = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(1)
model = LlamaForCausalLM(
    LlamaConfig(vocab_size=32, hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=2)
)
lora = LoraConfig(r=2, lora_alpha=8, lora_dropout=0.1, target_modules=["q_proj", "down_proj"], task_type="CAUSAL_LM")
model = get_peft_model(model, lora)
model.peft_config["default"].base_model_name_or_path = "tiny"
for name, parameter in model.named_parameters():
    if "lora_B" in name:
        parameter.data = torch.arange(parameter.numel(), dtype=torch.float32).reshape(parameter.shape) / 8
with tempfile.TemporaryDirectory() as out:
    model.save_pretrained(out)
    target = os.path.join(here, "..", "resources", "golden", "peft")
    os.makedirs(target, exist_ok=True)
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        shutil.copy(os.path.join(out, name), target)
