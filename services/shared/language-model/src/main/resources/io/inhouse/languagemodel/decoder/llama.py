# TorchScript: the forward pass of the Llama family (Touvron et al. 2023, arXiv:2302.13971).
# Weights of layer l are w[9l ...]: input norm, attention norm of the feed-forward, then the linear layers
# q, k, v, o, gate, up, down as [out, in]. LoRA matrices are lora[14l + 2m] = A [rank, in] and lora[14l + 2m + 1] =
# B [out, rank] for linear m; empty tensors where a module has none; an empty list without adapter.

# Root mean square normalisation (Zhang and Sennrich 2019, arXiv:1910.07467).   x: [..., hidden]   w: [hidden]
def rms_norm(self, x: Tensor, w: Tensor, eps: float) -> Tensor:
  return torch.rms_norm(x, [x.size(-1)], w.to(6), eps)

# cos and sin of position times frequency.   frequencies: [head / 2]   ->   two of [positions, head / 2]
def rotary_tables(self, frequencies: Tensor, positions: int) -> List[Tensor]:
  angles = torch.outer(torch.arange(positions, dtype=6), frequencies)
  return [torch.cos(angles), torch.sin(angles)]

# Turns the pairs (i, i + head / 2), the order of Hugging Face's weights.   x: [..., head]   cos, sin: [..., head / 2]
def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
  half = x.size(-1) // 2
  a = x[..., :half]
  b = x[..., half:]
  return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)

# A frozen linear layer plus a low-rank update, y = x W^T + s (x A^T) B^T.
# Hu et al. 2021, section 4.1, arXiv:2106.09685. B starts at zero, so a new adapter reproduces the base model exactly.
def lora_linear(self, x: Tensor, w: Tensor, lora: List[Tensor], at: int, s: float) -> Tensor:
  y = torch.linear(x, w.to(6))
  if len(lora) > 0:
    if lora[at].numel() > 0:
      y = torch.add(y, torch.linear(torch.linear(x, lora[at]), lora[at + 1]), alpha=s)
  return y

# Causal attention in which nh / nk query heads share a key head (Ainslie et al. 2023, arXiv:2305.13245).
#   q: [batch, nh, t, head]   k, v: [batch, nk, u, head]   ->   [batch, t, nh * head]
def attention(self, q: Tensor, k: Tensor, v: Tensor, causal: bool) -> Tensor:
  o = torch.scaled_dot_product_attention(q, k, v, None, 0.0, causal, scale=None, enable_gqa=q.size(1) != k.size(1))
  return torch.reshape(torch.transpose(o, 1, 2), [q.size(0), q.size(2), q.size(1) * q.size(3)])

# Tokens at positions pos .. pos + t - 1 of each row; keys and values are added to the caches. t > 1 needs pos = 0.
#   ids: [batch, t]   keys, values: per layer [batch, nk, capacity, head]
#   ->   logits of the last position [batch, vocabulary], or of all [batch, t, vocabulary]
def forward(self, ids: Tensor, pos: int, all: bool, embedding: Tensor, w: List[Tensor], norm: Tensor, head: Tensor,
            lora: List[Tensor], s: float, cos: Tensor, sin: Tensor, keys: List[Tensor], values: List[Tensor],
            nh: int, nk: int, eps: float) -> Tensor:
  batch = ids.size(0)
  t = ids.size(1)
  end = pos + t
  co = cos[pos:end]
  si = sin[pos:end]
  x = torch.embedding(embedding, ids).to(6)
  for l in range(len(keys)):
    i = l * 9
    j = l * 14
    h = self.rms_norm(x, w[i], eps)
    q = self.lora_linear(h, w[i + 2], lora, j, s).view([batch, t, nh, -1]).transpose(1, 2)
    k = self.lora_linear(h, w[i + 3], lora, j + 2, s).view([batch, t, nk, -1]).transpose(1, 2)
    v = self.lora_linear(h, w[i + 4], lora, j + 4, s).view([batch, t, nk, -1]).transpose(1, 2)
    keys[l][:, :, pos:end].copy_(self.rotate(k, co, si))
    values[l][:, :, pos:end].copy_(v)
    o = self.attention(self.rotate(q, co, si), keys[l][:, :, :end], values[l][:, :, :end], t > 1)
    x = x + self.lora_linear(o, w[i + 5], lora, j + 6, s)
    h = self.rms_norm(x, w[i + 1], eps)
    g = torch.silu(self.lora_linear(h, w[i + 6], lora, j + 8, s)) * self.lora_linear(h, w[i + 7], lora, j + 10, s)
    x = x + self.lora_linear(g, w[i + 8], lora, j + 12, s)
  if not all:
    x = x[:, -1]
  return torch.linear(self.rms_norm(x, norm, eps), head.to(6))

def new_cache(self, layers: int, batch: int, nk: int, capacity: int, head: int) -> List[Tensor]:
  cache: List[Tensor] = []
  for l in range(layers):
    cache.append(torch.empty([batch, nk, capacity, head], dtype=6))
  return cache

# The most probable token of each row.   logits: [batch, vocabulary]   ->   [batch]
def most_probable(self, logits: Tensor) -> Tensor:
  return torch.argmax(logits, -1)

# Draws a token from the smallest set of tokens whose probability reaches top_p (Holtzman et al. 2019, arXiv:1904.09751).
#   logits: [1, vocabulary]   u: uniform in [0, 1)
def sample(self, logits: Tensor, temperature: float, top_p: float, u: float) -> int:
  p = torch.softmax(logits[0].to(7) / temperature, -1)
  ranked, order = torch.sort(p, 0, True)
  total = torch.cumsum(ranked, 0)
  kept = int(torch.sum((total - ranked) < top_p).item())
  at = int(torch.sum(total[:kept] <= u * float(total[kept - 1].item())).item())
  return int(order[min(at, kept - 1)].item())
