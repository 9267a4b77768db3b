"""Writes ../resources/template/golden.json: what transformers makes of chat templates (pip install transformers jinja2).

Two parts: whole conversations through the templates of real models, and small templates that pin the language itself.
"""
import datetime
import json
import os

from transformers.utils import chat_template_utils as utils

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "template")


class Frozen(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2026, 11, 5, 9, 7, 3)


utils.datetime = Frozen

TOKENS = {
    "DeepSeek-V3": {"bos_token": "<｜begin▁of▁sentence｜>", "eos_token": "<｜end▁of▁sentence｜>"},
    "Llama-3.1": {"bos_token": "<|begin_of_text|>", "eos_token": "<|eot_id|>"},
    "Llama-3.2": {"bos_token": "<|begin_of_text|>", "eos_token": "<|eot_id|>"},
    "Mistral-Nemo": {"bos_token": "<s>", "eos_token": "</s>"},
    "Qwen2.5": {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"},
    "Qwen3": {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"},
}

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city. It's \"now\" & <here>, für 日本 too.",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "enum": ["Zürich", "O'Fallon"]},
                "days": {"type": "integer", "minimum": 1, "default": 3},
                "scale": {"type": "number", "default": 1.5e-07},
                "detailed": {"type": "boolean", "default": False},
                "nothing": None,
            },
            "required": ["city"],
        },
    },
}
CALL = {"id": "call12345", "type": "function", "function": {"name": "get_weather", "arguments": {"city": "Zürich", "days": 2}}}
CALL_TEXT = {"id": "call12345", "type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Zürich"}'}}
U = lambda text: {"role": "user", "content": text}
A = lambda text: {"role": "assistant", "content": text}
S = {"role": "system", "content": "  You answer in one line.\n"}
RESULT = {"role": "tool", "name": "get_weather", "tool_call_id": "call12345", "content": '{"celsius": 7}'}

CHATS = {
    "plain": [U("Hello")],
    "spaces": [U(" \n\u00a0 Grüezi \U0001f600 {{ not a tag }} <b>&amp;</b> \t")],
    "empty": [U("")],
    "system": [S, U("Hello")],
    "turns": [U("One?"), A("Two."), U("Three?")],
    "system and turns": [S, U("One?"), A(" Two. "), U("Three?"), A("Four."), U("Five?")],
    "ends with assistant": [U("One?"), A("Two.")],
    "thinking": [U("One?"), A("<think>\nhm\n</think>\n\nTwo."), U("Three?")],
    "reasoning": [U("One?"), {"role": "assistant", "content": "Two.", "reasoning_content": "because"}],
    "call": [U("Weather?"), {"role": "assistant", "content": "", "tool_calls": [CALL]}],
    "call without content": [U("Weather?"), {"role": "assistant", "content": None, "tool_calls": [CALL_TEXT]}],
    "call and result": [S, U("Weather?"), {"role": "assistant", "content": "", "tool_calls": [CALL]}, RESULT],
    "two results": [U("W?"), {"role": "assistant", "content": None, "tool_calls": [CALL_TEXT, CALL_TEXT]}, RESULT, RESULT],
    "result and answer": [U("Weather?"), {"role": "assistant", "content": "Let me see.", "tool_calls": [CALL]}, RESULT, A("7"), U("Thanks")],
    "two users": [U("One"), U("Two")],
    "system later": [U("One"), S, U("Two")],
    "none": [],
}


def cases():
    for model, tokens in TOKENS.items():
        with open(os.path.join(HERE, model + ".jinja"), newline="") as file:
            template = file.read()
        for name, messages in CHATS.items():
            for tools in (None, [WEATHER]):
                for prompt in (False, True):
                    yield model, template, tokens, name, messages, tools, prompt, {}
        for thinking in (False, True):
            yield model, template, tokens, "plain", CHATS["plain"], None, True, {"enable_thinking": thinking}
        yield model, template, tokens, "plain", CHATS["plain"], [WEATHER], True, {"tools_in_user_message": False}
        yield model, template, tokens, "plain", CHATS["plain"], None, True, {"date_string": "1 Jan 2000"}


def conversation(model, template, tokens, name, messages, tools, prompt, variables):
    case = {"model": model, "chat": name, "tools": len(tools or []), "prompt": prompt, "variables": variables}
    try:
        rendered, _ = utils.render_jinja_template(
            [messages], tools=tools, chat_template=template, add_generation_prompt=prompt, **tokens, **variables
        )
        case["text"] = rendered[0]
    except Exception as error:
        case["error"] = type(error).__name__
        if type(error).__name__ == "TemplateError":
            case["raised"] = str(error)
    return case


VARIABLES = {
    "words": ["b", "a", "C", "a"],
    "numbers": [3, 1, 2.5, -4],
    "text": "  Hello, wörld \U0001f600!  ",
    "rows": [{"n": 2, "s": "x", "d": {"e": 1}}, {"n": 1, "s": "y", "d": {"e": 2}}, {"n": 3}],
    "table": {"b": 1, "a": [True, None], "items": "own"},
    "nothing": None,
    "yes": True,
    "many": 1e16,
    "few": 0.00001,
}

SNIPPETS = r"""
{{ 1 + 2 * 3 - 4 / 2 }}|{{ 7 // 2 }}|{{ -7 // 2 }}|{{ -7 % 3 }}|{{ 2 ** 5 }}|{{ 7.5 % 2 }}|{{ 1 / 3 }}
{{ 'a' ~ 1 ~ none ~ true }}|{{ 'ab' * 3 }}|{{ 'a' 'b' }}|{{ "q\"u\'o\n\t\\\x41\u00e9\q" }}
{{ words|join(', ') }}|{{ words|sort|join }}|{{ words|sort(case_sensitive=true)|join }}|{{ words|unique|join }}|{{ words|reverse|list }}
{{ numbers|sort }}|{{ numbers|sort(reverse=true) }}|{{ numbers|sum }}|{{ numbers|max }}|{{ numbers|min }}|{{ numbers|map('abs')|list }}
{{ text|trim }}|{{ text|length }}|{{ text.strip()|upper }}|{{ text|lower }}|{{ text|title }}|{{ text.strip()|capitalize }}|{{ text|wordcount }}
{{ text[2] }}|{{ text[-3:] }}|{{ text[::-1] }}|{{ text[2:7] }}|{{ text[:-3] }}|{{ text[100:] }}|{{ words[1:3] }}|{{ words[::2] }}|{{ words[::-1] }}|{{ words[3:0:-2] }}
{{ text.split() }}|{{ 'a,b,,c'.split(',') }}|{{ 'a,b,c'.split(',', 1) }}|{{ 'a,b,c'.rsplit(',', 1) }}|{{ 'x\ny\r\nz\n'.splitlines() }}
{{ 'xxaxx'.strip('x') }}|{{ 'xxaxx'.lstrip('x') }}|{{ 'xxaxx'.rstrip('x') }}|{{ 'abc'.startswith('ab') }}|{{ 'abc'.endswith(('x', 'c')) }}|{{ 'abc'.find('c') }}|{{ 'abc'.find('z') }}
{{ 'aXbX'.replace('X', '-') }}|{{ 'aXbX'.replace('X', '-', 1) }}|{{ 'aXbX'|replace('X', '') }}|{{ 'ab'.replace('', '-') }}|{{ 'abc'.count('b') }}|{{ 'a-b'.upper() }}
{{ '-'.join(words) }}|{{ 'A b'.isupper() }}|{{ '12'.isdigit() }}|{{ 'x{}y{}'.format(1, 'z') }}|{{ '%s and %d'|format('a', 2) }}|{{ '%s' % 'z' }}
{{ rows|map(attribute='n')|list }}|{{ rows|map(attribute='s', default='-')|list }}|{{ rows[:2]|map(attribute='d.e')|first }}|{{ rows|selectattr('s')|list|length }}|{{ rows|selectattr('s', 'defined')|map(attribute='n')|list }}
{{ rows|rejectattr('n', 'gt', 1)|list }}|{{ rows|selectattr('n', 'in', [1, 3])|map(attribute='n')|join('+') }}|{{ rows|sort(attribute='n')|map(attribute='n')|list }}|{{ rows|sum(attribute='n') }}
{{ numbers|select('odd')|list if false else 'skipped' }}|{{ [1,2,3,4]|select('even')|list }}|{{ [1,2,3,4]|reject('divisibleby', 2)|list }}|{{ [0,1,'']|select|list }}
{{ table.items()|list }}|{{ (1, 'a') == [1, 'a'] }}|{{ (1,) }}|{{ table['items'] }}|{{ table.keys()|list }}|{{ table.get('z', 5) }}|{{ table.get('z') }}|{{ table|dictsort }}|{{ table|items|list }}
{{ table }}|{{ table|tojson }}|{{ table|tojson(indent=2) }}|{{ rows|tojson(indent=4) }}|{{ 'é"\\\n/'|tojson }}|{{ 'é'|tojson(ensure_ascii=true) }}|{{ table|tojson(sort_keys=true) }}|{{ [1,{}]|tojson(separators=(',', ':')) }}|{{ []|tojson(indent=2) }}
{{ many }}|{{ few }}|{{ 1.0 }}|{{ 123456789.125 }}|{{ 1e22 }}|{{ many|tojson }}|{{ [1.5, "it's", 'q"q', none, true] }}|{{ '\x07\x7f\u00a0'|list }}
{{ nothing }}|{{ nothing is none }}|{{ missing }}|{{ missing is defined }}|{{ missing|default('d') }}|{{ ''|default('d') }}|{{ ''|default('d', true) }}|{{ nothing|default('d') }}|{{ missing|length }}
{{ yes is boolean }}|{{ 1 is integer }}|{{ true is integer }}|{{ true is number }}|{{ 1.0 is float }}|{{ 'a' is string }}|{{ {} is mapping }}|{{ [] is sequence }}|{{ 'a' is iterable }}|{{ 1 is iterable }}|{{ 'a' is sequence }}|{{ none is iterable }}
{{ 1 is odd }}|{{ 2 is even }}|{{ 4 is divisibleby 2 }}|{{ 4 is divisibleby(3) }}|{{ 'a' is lower }}|{{ 'A' is upper }}|{{ 1 is eq 1 }}|{{ 1 is sameas true }}|{{ 'a' is in 'abc' }}|{{ 1 is not none }}|{{ 3 is gt 2 and 2 is lt 3 }}
{{ 1 < 2 < 3 }}|{{ 1 < 2 > 3 }}|{{ 1 == 1.0 }}|{{ true == 1 }}|{{ 'a' in table }}|{{ 'z' not in table }}|{{ 2.5 in numbers }}|{{ not 'x' in text }}|{{ [1, 2] == [1, 2.0] }}|{{ (1, 2) < (1, 3) }}|{{ none == missing }}
{{ 'a' if yes }}|{{ 'a' if not yes }}|{{ 'a' if not yes else 'b' if nothing else 'c' }}|{{ yes and 'x' }}|{{ nothing or 'y' }}|{{ not yes or 'z' }}|{{ '' and 1 }}
{{ 'a' + 'b' | upper }}|{{ ('a' + 'b') | upper }}|{{ -1|abs }}|{{ (-1)|abs }}|{{ 'a' if 1 is defined and missing is not defined else 'b' }}|{{ 'x'|upper is upper }}
{{ 2.5|round }}|{{ 3.5|round }}|{{ 2.567|round(2) }}|{{ 2.1|round(method='ceil') }}|{{ 2.9|int }}|{{ '12'|int }}|{{ '1.9'|int }}|{{ 'x'|int(7) }}|{{ '1.5'|float }}|{{ 'x'|float }}|{{ 5|string + '!' }}
{{ 'a\nb\n\nc'|indent }}|{{ 'a\nb'|indent(2, true) }}|{{ 'a\n\nb'|indent(2, blank=true) }}|{{ '<a href="x">&\'</a>'|e }}|{{ 'b' ~ ('a'|safe) }}
{% for x in words %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ x }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.cycle('o', 'e') }};{% endfor %}
{% for x in words if x != 'a' %}{{ loop.index }}{{ x }}{% else %}none{% endfor %}|{% for x in [] %}x{% else %}none{% endfor %}|{% for x in missing %}x{% else %}undefined{% endfor %}
{% for k, v in table.items() %}{{ k }}={{ v }};{% endfor %}|{% for k in table %}{{ k }}{% endfor %}|{% for c in 'aé😀' %}{{ c }}.{% endfor %}|{% for i in range(3) %}{{ i }}{% endfor %}{% for i in range(5, 0, -2) %}{{ i }}{% endfor %}
{% for x in range(9) %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 5 %}{% break %}{% endif %}{{ x }}{% endfor %}|{% for x in [1, 1, 2] %}{% if loop.changed(x) %}{{ x }}{% endif %}{% endfor %}
{% set x = 1 %}{% for i in [1, 2] %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}|{% set ns = namespace(x=1, y='a') %}{% for i in [1, 2] %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}{{ ns.y }}{{ ns.z is defined }}|{% if true %}{% set x = 9 %}{% endif %}{{ x }}
{% set a, b = 1, 2 %}{{ a }}{{ b }}|{% set t %}in {{ a }}{% endset %}{{ t }}|{% set t | upper %}in {{ a }}{% endset %}{{ t }}|{% set l = [1, [2, 3]] %}{{ l[1][0] }}|{% set d = dict(a=1) %}{{ d.a }}{{ d }}
{% macro m(a, b='B', c=none) %}[{{ a }}{{ b }}{{ c }}{{ varargs }}{{ kwargs }}]{% endmacro %}{{ m(1) }}{{ m(1, 2) }}{{ m(1, c=3) }}{{ m(b=2) }}{{ m(1, 2, 3, 4, z=5) }}
{% macro m(x) %}{{ caller() }}{{ x }}{{ caller() }}{% endmacro %}{% call m('-') %}hi{% endcall %}|{% macro r(n) %}{{ n }}{% if n > 0 %}{{ r(n - 1) }}{% endif %}{% endmacro %}{{ r(3) }}
{% filter upper %}a{{ 'b' }}{% endfilter %}|{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{{ a is defined }}|{% raw %}{{ x }}{% endraw %}|{% generation %}g{% endgeneration %}|{# comment #}c
{% if 0 %}a{% elif '' %}b{% elif [] %}c{% else %}d{% endif %}|{% if words|length > 3 and 'a' in words %}yes{% endif %}|{{ {'a': 1, 'b': {'c': [1, 2]}}.b.c[1] }}|{{ {'a': {'b': 1}}}}
{{ strftime_now('%d %b %Y %H:%M:%S %A %B %j %y %p %I') }}|{{ text.__class__ is defined }}|{{ words.0 }}|{{ rows.0.n }}|{{ words|first }}|{{ words|last }}|{{ []|first is defined }}
{{ missing.x }}
{{ missing + 1 }}
{{ nothing.x.y }}
{{ 'a' + 1 }}
{{ missing() }}
{{ 1 / 0 }}
{{ words.append('x') }}
{{ 'a' < 1 }}
{% for x in 5 %}{% endfor %}
{% for a, b in [1] %}{% endfor %}
{{ words|nosuchfilter }}
{{ 1 is nosuchtest }}
{{ raise_exception('no: ' + words[0]) }}
{% if %}
{{ 'a
{% for x in words %}
{{ range(1000000) }}
{% include 'x' %}
{% set words.x = 1 %}
""".strip("\n").split("\n")

BLOCKS = [
    "a\n  {% if true %}\n  b\n  {% endif %}\n  c\n",
    "a\n  {%- if true -%}\n  b\n  {%- endif -%}\n  c\n",
    "a {% if true %} b {% endif %} c",
    "  {{ 'x' }}  \n  {{- 'y' -}}  \n  z",
    "a\n  {#  c  #}\nb {# d #}\nc\n{#- e -#}\n d",
    "x\n\t {%+ if true %}\n y {%+ endif +%}\nz\n\n",
    "{{ 'a' }}   {% if true %}\nb{% endif %}",
    "{% for x in words %}\n  - {{ x }}\n{% endfor %}\nend\r\nlast\n\n",
    "{%- for x in words -%}\n{{ x }} \n{%- endfor -%}\n",
    "{% raw %}\n  {{ a }} {% b %}\n{% endraw %}\nx",
    "{% if true %}{% raw -%}  {{ a }}  {%- endraw %}  \n{% endif %}",
    "a\n   {% set x = 'q' %}   \n  {{ x }}{% if x %}  {% endif %}\n",
]


def snippet(template):
    case = {"template": template}
    try:
        case["text"] = utils._compile_jinja_template(template).render(**VARIABLES)
    except Exception as error:
        case["error"] = type(error).__name__
    return case


golden = {
    "chats": CHATS,
    "tool": WEATHER,
    "tokens": TOKENS,
    "conversations": [conversation(*case) for case in cases()],
    "variables": VARIABLES,
    "snippets": [snippet(template) for template in SNIPPETS + BLOCKS],
}
with open(os.path.join(HERE, "golden.json"), "w") as file:
    json.dump(golden, file, indent=1, ensure_ascii=True)
    file.write("\n")
print(len(golden["conversations"]), "conversations,", len(golden["snippets"]), "snippets")
