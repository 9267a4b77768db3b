# TorchScript: the forward pass of decoders as families describe them.
#
# Weights of layer l begin at w[plan[32 l]]: input norm, norm before the feed-forward, then the linear layers m = 0, 1, ...
# as [out, in], then biases, norms of heads, routers. LoRA matrices begin at lora[plan[32 l + 1]]: 2m is A [rank, in] and
# 2m + 1 is B [out, rank] of linear layer m; empty tensors where a module has none; an empty list without adapter.
#
# plan[32 l + ...], indices of weights counted from the layer's first:
#   0 first weight              1 first LoRA matrix         2 attention: 0 grouped, 1 latent
#   3 heads                     4 key heads                 5 bias of q, then k, v (0: none)   6 bias of o (0: none)
#   7 norm of q, then k (0: none)                           8 1: q, k normalised without weights after turning
#   9 turned pairs: 0 none, 1 (i, i + half), 2 (2i, 2i + 1)   10 window (0: none)   11 chunk (0: none)
#  12 1: q_a, q_b instead of q  13 latent width             14, 15 dimensions of a head not turned, turned
#  16 norms of the latents      17 feed-forward: 0 gated, 1 experts                18 its first linear layer
#  19 experts                   20 chosen                   21 routing: 0 softmax, 1 corrected sigmoid, 2 sigmoid of input
#  22 groups                    23 chosen groups            24 1: counts sum to 1  25 1: a shared expert comes first
#  26 router, then correction
# numbers[8 l + ...]: 0 epsilon of norms   1 scale of scores (0: usual)   2 scale of experts   3, 4 temperature

# Root mean square normalisation (Zhang and Sennrich 2019, arXiv:1910.07467).   x: [..., hidden]   w: [hidden]
def rms_norm(self, x: Tensor, w: Tensor, eps: float) -> Tensor:
  return torch.rms_norm(x, [x.size(-1)], w.to(6), eps)

# cos and sin of position times frequency, times growth.   frequencies: [n / 2]   ->   two of [positions, n / 2]
def rotary_tables(self, frequencies: Tensor, positions: int, growth: float) -> List[Tensor]:
  angles = torch.outer(torch.arange(positions, dtype=6, device=frequencies.device), frequencies)
  return [torch.cos(angles) * growth, torch.sin(angles) * growth]

# Turns the pairs (i, i + head / 2), the order of Hugging Face's weights.   x: [..., head]   cos, sin: [..., head / 2]
def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
  half = x.size(-1) // 2
  a = x[..., :half]
  b = x[..., half:]
  return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)

# A frozen linear layer plus a low-rank update, y = x W^T + s (x A^T) B^T.
# Hu et al. 2021, section 4.1, arXiv:2106.09685. B starts at zero, so a new adapter reproduces the base model exactly.
# A DoRA's B has one more column, by which each output is multiplied: see decomposed.
def lora_linear(self, x: Tensor, w: Tensor, lora: List[Tensor], at: int, s: float) -> Tensor:
  y = torch.linear(x, w.to(6))
  if len(lora) > 0:
    if lora[at].numel() > 0:
      rank = lora[at].size(0)
      if lora[at + 1].size(1) > rank:
        y = torch.add(y, torch.linear(torch.linear(x, lora[at]), lora[at + 1][:, :rank]), alpha=s) * lora[at + 1][:, rank]
      else:
        y = torch.add(y, torch.linear(torch.linear(x, lora[at]), lora[at + 1]), alpha=s)
  return y

# B of a DoRA with one more column: the length that each row of W + s B A shall have, over the length it has.
# Liu et al. 2024, section 4, arXiv:2402.09353.   w: [out, in]   a: [rank, in]   b: [out, rank]   magnitude: [out]
def decomposed(self, w: Tensor, a: Tensor, b: Tensor, magnitude: Tensor, s: float) -> Tensor:
  length = torch.linalg_vector_norm(torch.addmm(w.to(6), b, a, beta=1, alpha=s), 2, [1])
  return torch.cat([b, (magnitude / length).unsqueeze(1)], 1)

# Causal attention in which nh / nk query heads share a key head (Ainslie et al. 2023, arXiv:2305.13245).
#   q: [batch, nh, t, head]   k, v: [batch, nk, u, head]   ->   [batch, t, nh * head]
def attention(self, q: Tensor, k: Tensor, v: Tensor, causal: bool) -> Tensor:
  o = torch.scaled_dot_product_attention(q, k, v, None, 0.0, causal, scale=None, enable_gqa=q.size(1) != k.size(1))
  return torch.reshape(torch.transpose(o, 1, 2), [q.size(0), q.size(2), q.size(1) * q.size(3)])

# Turns the first dimensions of each head, as many as there are angles; pairs as plan[9] says.   x: [..., head]
def turned(self, x: Tensor, cos: Tensor, sin: Tensor, pairs: int) -> Tensor:
  n = 2 * cos.size(-1)
  if pairs == 0:
    return x
  if pairs == 2:
    a = x[..., 0:n:2]
    b = x[..., 1:n:2]
    y = torch.cat([a * cos - b * sin, b * cos + a * sin], -1)
  else:
    if n == x.size(-1):
      return self.rotate(x, cos, sin)
    y = self.rotate(x[..., :n], cos, sin)
  if n == x.size(-1):
    return y
  return torch.cat([y, x[..., n:]], -1)

# Linear layer m of the layer whose plan begins at p, plus the bias at index b (0: none).
def layer_linear(self, x: Tensor, m: int, b: int, w: List[Tensor], lora: List[Tensor], s: float, plan: List[int],
                 p: int) -> Tensor:
  y = self.lora_linear(x, w[plan[p] + 2 + m], lora, plan[p + 1] + 2 * m, s)
  if b > 0:
    y = y + w[plan[p] + b].to(6)
  return y

# Queries, keys and values, turned.   h: [batch, t, hidden]   cos, sin: [t, n / 2]   positions: [t]
#   ->   [batch, heads, t, head], [batch, key heads, t, head], [batch, key heads, t, value head]
def queries_keys_values(self, h: Tensor, cos: Tensor, sin: Tensor, positions: Tensor, w: List[Tensor],
                        lora: List[Tensor], s: float, plan: List[int], numbers: List[float], l: int) -> List[Tensor]:
  p = 32 * l
  if plan[p + 2] == 1:
    return self.latent(h, cos, sin, w, lora, s, plan, p)
  eps = numbers[8 * l]
  i = plan[p]
  b = plan[p + 5]
  bk = b + 1 if b > 0 else 0
  bv = b + 2 if b > 0 else 0
  q = self.layer_linear(h, 0, b, w, lora, s, plan, p).view([h.size(0), h.size(1), plan[p + 3], -1]).transpose(1, 2)
  k = self.layer_linear(h, 1, bk, w, lora, s, plan, p).view([h.size(0), h.size(1), plan[p + 4], -1]).transpose(1, 2)
  v = self.layer_linear(h, 2, bv, w, lora, s, plan, p).view([h.size(0), h.size(1), plan[p + 4], -1]).transpose(1, 2)
  if plan[p + 7] > 0:
    q = self.rms_norm(q, w[i + plan[p + 7]], eps)
    k = self.rms_norm(k, w[i + plan[p + 7] + 1], eps)
  q = self.turned(q, cos, sin, plan[p + 9])
  k = self.turned(k, cos, sin, plan[p + 9])
  if plan[p + 8] == 1:
    q = q * torch.rsqrt(torch.mean(q * q, [-1], True) + eps)
    k = k * torch.rsqrt(torch.mean(k * k, [-1], True) + eps)
  if numbers[8 * l + 3] > 0.0:
    steps = torch.floor((positions.to(6) + 1.0) / numbers[8 * l + 4])
    q = q * (torch.log1p(steps) * numbers[8 * l + 3] + 1.0).unsqueeze(1)
  return [q, k, v]

# Multi-head latent attention (DeepSeek-AI 2024, arXiv:2405.04434, section 2.1), keys and values unfolded.
def latent(self, h: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor], lora: List[Tensor], s: float, plan: List[int],
           p: int) -> List[Tensor]:
  batch = h.size(0)
  t = h.size(1)
  heads = plan[p + 3]
  plain = plan[p + 14]
  norm = plan[p] + plan[p + 16]
  m = 0
  q = self.layer_linear(h, 0, 0, w, lora, s, plan, p)
  if plan[p + 12] == 1:
    q = self.layer_linear(self.rms_norm(q, w[norm], 1e-6), 1, 0, w, lora, s, plan, p)
    norm = norm + 1
    m = 1
  q = q.view([batch, t, heads, -1]).transpose(1, 2)
  joint = self.layer_linear(h, m + 1, 0, w, lora, s, plan, p)
  narrow = self.rms_norm(joint[..., :plan[p + 13]], w[norm], 1e-6)
  wide = self.layer_linear(narrow, m + 2, 0, w, lora, s, plan, p).view([batch, t, heads, -1]).transpose(1, 2)
  turned = self.turned(joint[..., plan[p + 13]:].unsqueeze(1), cos, sin, plan[p + 9])
  k = torch.cat([wide[..., :plain], turned.expand([batch, heads, t, plan[p + 15]])], -1)
  q = torch.cat([q[..., :plain], self.turned(q[..., plain:], cos, sin, plan[p + 9])], -1)
  return [q, k, wide[..., plain:]]

# Softmax of scores times values, heads joined.   mask: true where a query may look   scale: 0.0 for 1 / sqrt(head)
def scores(self, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], causal: bool, scale: float) -> Tensor:
  factor: Optional[float] = None
  if scale > 0.0:
    factor = scale
  o = torch.scaled_dot_product_attention(q, k, v, mask, 0.0, causal, scale=factor, enable_gqa=q.size(1) != k.size(1))
  return torch.reshape(torch.transpose(o, 1, 2), [q.size(0), q.size(2), q.size(1) * v.size(3)])

# Attention of t tokens to themselves and what is before them, within a window or chunk if there is one.
# Time and memory grow with t times the window, not with t squared.
def self_attention(self, q: Tensor, k: Tensor, v: Tensor, window: int, chunk: int, scale: float) -> Tensor:
  t = q.size(2)
  step = window + chunk
  if step == 0 or t <= step:
    return self.scores(q, k, v, None, True, scale)
  parts: List[Tensor] = []
  at = 0
  while at < t:
    end = min(at + step, t)
    if chunk > 0:
      parts.append(self.scores(q[:, :, at:end], k[:, :, at:end], v[:, :, at:end], None, True, scale))
    else:
      first = max(0, at - window + 1)
      i = torch.arange(at, end, dtype=4, device=q.device).unsqueeze(1)
      j = torch.arange(first, end, dtype=4, device=q.device).unsqueeze(0)
      mask = torch.logical_and(j <= i, j > i - window)
      parts.append(self.scores(q[:, :, at:end], k[:, :, first:end], v[:, :, first:end], mask, False, scale))
    at = end
  return torch.cat(parts, 1)

# First linear layer m of three.   ->   down(silu(gate(x)) up(x))
def gated(self, x: Tensor, m: int, w: List[Tensor], lora: List[Tensor], s: float, plan: List[int], p: int) -> Tensor:
  g = torch.silu(self.layer_linear(x, m, 0, w, lora, s, plan, p)) * self.layer_linear(x, m + 1, 0, w, lora, s, plan, p)
  return self.layer_linear(g, m + 2, 0, w, lora, s, plan, p)

# Which experts each token uses and how much they count.   x: [n, hidden]   ->   [n, chosen] int64, [n, chosen]
def route(self, x: Tensor, w: List[Tensor], plan: List[int], numbers: List[float], l: int) -> List[Tensor]:
  p = 32 * l
  chosen = plan[p + 20]
  router = plan[p] + plan[p + 26]
  logits = torch.linear(x, w[router].to(6))
  if plan[p + 21] == 2:
    best, which = torch.topk(logits, chosen, -1)
    return [which, torch.sigmoid(best)]
  if plan[p + 21] == 0:
    counts, which = torch.topk(torch.softmax(logits, -1), chosen, -1)
  else:
    p1 = torch.sigmoid(logits)
    groups = plan[p + 22]
    ranked = (p1 + w[router + 1].to(6)).detach()
    by_group = ranked.view([x.size(0), groups, -1])
    best2, at2 = torch.topk(by_group, 2, -1)
    total, kept = torch.topk(torch.sum(best2, [-1]), plan[p + 23], -1)
    allowed = torch.zeros([x.size(0), groups], dtype=6, device=x.device).scatter_(1, kept, 1.0)
    open = allowed.unsqueeze(-1).expand_as(by_group).reshape(ranked.size())
    first, which = torch.topk(torch.masked_fill(ranked, open == 0.0, 0.0), chosen, -1)
    counts = torch.gather(p1, 1, which)
  if plan[p + 24] == 1:
    counts = counts / (torch.sum(counts, [-1], True) + (1e-20 if plan[p + 21] == 1 else 0.0))
  return [which, counts * numbers[8 * l + 2]]

# Each expert reads the tokens that chose it.   x: [n, hidden]   ->   [n, hidden]
def experts(self, x: Tensor, w: List[Tensor], lora: List[Tensor], s: float, plan: List[int], numbers: List[float],
            l: int) -> Tensor:
  p = 32 * l
  m = plan[p + 18]
  y = torch.zeros_like(x)
  if plan[p + 25] == 1:
    y = self.gated(x, m, w, lora, s, plan, p)
    m = m + 3
  which, counts = self.route(x, w, plan, numbers, l)
  distinct, inverse, times = torch._unique2(which, True, False, False)
  used = annotate(List[int], distinct.tolist())
  for e in used:
    found = torch.where(which == e)
    rows = found[0]
    count = counts[rows, found[1]].unsqueeze(1)
    read = torch.index_select(x, 0, rows)
    if plan[p + 21] == 2:
      y = y.index_add(0, rows, self.gated(read * count, m + 3 * e, w, lora, s, plan, p))
    else:
      y = y.index_add(0, rows, self.gated(read, m + 3 * e, w, lora, s, plan, p) * count)
  return y

# x: [..., hidden]
def feed_forward(self, x: Tensor, w: List[Tensor], lora: List[Tensor], s: float, plan: List[int], numbers: List[float],
                 l: int) -> Tensor:
  if plan[32 * l + 17] == 1:
    return self.experts(x.reshape([-1, x.size(-1)]), w, lora, s, plan, numbers, l).view(x.size())
  return self.gated(x, plan[32 * l + 18], w, lora, s, plan, 32 * l)

# Number of attention's last linear layer.
def output_linear(self, plan: List[int], p: int) -> int:
  return plan[p + 18] - 1

# Tokens at positions pos .. pos + t - 1 of each row; keys and values are added to the caches. t > 1 needs pos = 0.
#   ids: [batch, t]   keys, values: per layer [batch, key heads, capacity, head]
#   ->   logits of the last position [batch, vocabulary], or of all [batch, t, vocabulary]
def forward(self, ids: Tensor, pos: int, all: bool, embedding: Tensor, w: List[Tensor], norm: Tensor, head: Tensor,
            lora: List[Tensor], s: float, cos: Tensor, sin: Tensor, keys: List[Tensor], values: List[Tensor],
            plan: List[int], numbers: List[float], eps: float) -> Tensor:
  t = ids.size(1)
  end = pos + t
  co = cos[pos:end]
  si = sin[pos:end]
  positions = torch.arange(pos, end, dtype=4, device=ids.device)
  x = torch.embedding(embedding, ids).to(6)
  for l in range(len(keys)):
    p = 32 * l
    i = plan[p]
    q, k, v = self.queries_keys_values(self.rms_norm(x, w[i], eps), co, si, positions, w, lora, s, plan, numbers, l)
    keys[l][:, :, pos:end].copy_(k)
    values[l][:, :, pos:end].copy_(v)
    window = plan[p + 10]
    chunk = plan[p + 11]
    if t > 1:
      o = self.self_attention(q, keys[l][:, :, :end], values[l][:, :, :end], window, chunk, numbers[8 * l + 1])
    else:
      first = 0
      if window > 0:
        first = max(0, end - window)
      if chunk > 0:
        first = pos // chunk * chunk
      o = self.scores(q, keys[l][:, :, first:end], values[l][:, :, first:end], None, False, numbers[8 * l + 1])
    x = x + self.layer_linear(o, self.output_linear(plan, p), plan[p + 6], w, lora, s, plan, p)
    x = x + self.feed_forward(self.rms_norm(x, w[i + 1], eps), w, lora, s, plan, numbers, l)
  if not all:
    x = x[:, -1]
  return torch.linear(self.rms_norm(x, norm, eps), head.to(6))

# sizes: per layer heads and width
def new_cache(self, batch: int, capacity: int, sizes: List[int]) -> List[Tensor]:
  cache: List[Tensor] = []
  for l in range(len(sizes) // 2):
    cache.append(torch.empty([batch, sizes[2 * l], capacity, sizes[2 * l + 1]], dtype=6))
  return cache

# The most probable token of each row, -1 if its logit is not finite.   logits: [batch, vocabulary]   ->   [batch]
def most_probable(self, logits: Tensor) -> Tensor:
  at = torch.argmax(logits, -1)
  best = torch.gather(logits, -1, at.unsqueeze(-1)).squeeze(-1)
  return torch.where(torch.isfinite(best), at, torch.full_like(at, -1))

# Draws a token from the smallest set of tokens whose probability reaches top_p (Holtzman et al. 2019, arXiv:1904.09751).
#   logits: [1, vocabulary]   u: uniform in [0, 1)   ->   -1 if there are logits that are not finite
def sample(self, logits: Tensor, temperature: float, top_p: float, u: float) -> int:
  if not bool(torch.isfinite(torch.max(logits)).item()):
    return -1
  p = torch.softmax(logits[0].to(7) / temperature, -1)
  ranked, order = torch.sort(p, 0, True)
  total = torch.cumsum(ranked, 0)
  kept = int(torch.sum((total - ranked) < top_p).item())
  at = int(torch.sum(total[:kept] <= u * float(total[kept - 1].item())).item())
  return int(order[min(at, kept - 1)].item())
