#!/usr/bin/env python3
"""Writes src/test/resources/tokenizers/golden.json: token ids of texts and of rendered conversations as transformers gives
them, for tokenizers of real models, which are not part of this repository.

    pip install transformers==4.57.6 jinja2
    python make_tokenizer_golden.py DIR     (one folder per model with tokenizer.json and tokenizer_config.json)
"""
import datetime, json, os, sys
from transformers import PreTrainedTokenizerFast
from transformers.utils import chat_template_utils as utils

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../resources/tokenizers")


class Frozen(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2026, 11, 5, 9, 7, 3)


utils.datetime = Frozen
TEXTS = ["Hello world", " two  spaces\n\n\tand a tab ", "čo ďalej, Grüezi, 日本語, emoji 🙂👩‍👩‍👧", "3.14159 + 1234567890 = ?", "don't WE'LL it's",
         "e\u0301 is é", "def f(x):\n    return x**2  # ok", "<b>&amp;</b> <not a token> [INST", "\u00a0\u200b\ufeff", "a" * 40, ""]
TOOL = {"type": "function", "function": {"name": "get_weather", "description": "The weather in a city.", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}
CALL = {"id": "call12345", "type": "function", "function": {"name": "get_weather", "arguments": {"city": "Zürich"}}}
U = {"role": "user", "content": "Which card was lost?"}
CHATS = {
    "user": ([U], None),
    "system": ([{"role": "system", "content": "Answer in one line."}, U, {"role": "assistant", "content": "The blue one."},
                {"role": "user", "content": "Sure?"}], None),
    "tools": ([U], [TOOL]),
    "tool_result": ([U, {"role": "assistant", "content": "", "tool_calls": [CALL]},
                     {"role": "tool", "name": "get_weather", "tool_call_id": "call12345", "content": "7 °C"}], [TOOL]),
}

golden = {"texts": TEXTS, "chats": {n: {"messages": m, "tools": t} for n, (m, t) in CHATS.items()}, "models": {}}
for name in sorted(os.listdir(sys.argv[1])):
    folder = os.path.join(sys.argv[1], name)
    if not os.path.exists(os.path.join(folder, "tokenizer.json")):
        continue
    t = PreTrainedTokenizerFast.from_pretrained(folder)
    model = {"texts": [t.encode(s, add_special_tokens=False) for s in TEXTS], "chats": {}}
    for chat, (messages, tools) in CHATS.items():
        if t.chat_template is None:
            continue
        try:
            model["chats"][chat] = t.apply_chat_template(messages, tools=tools, add_generation_prompt=messages[-1]["role"] != "assistant")
        except Exception as e:
            print(name, chat, "is refused:", e)
    golden["models"][name] = model
    print(name, {c: len(i) for c, i in model["chats"].items()})
os.makedirs(OUT, exist_ok=True)
with open(os.path.join(OUT, "golden.json"), "w") as f:
    json.dump(golden, f, ensure_ascii=False, separators=(",", ":"))
