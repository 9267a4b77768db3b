# TorchScript: one training step of LoRA on a frozen decoder, layer by layer. For layers as Llama's the backward pass is
# written out (train_layer); others are differentiated automatically, one at a time (train_block).
#
# Rows: the tokens of all examples of a micro-batch, one after the other, without padding: [rows, ...]. Only attention
# needs examples apart; for it rows are spread over a grid [batch, width] (slot[i] = example * width + position), whose
# unused cells come after the used ones and are therefore never seen by them under the causal mask. Where several rows share
# a place of the batch, a mask keeps them apart (pack_mask); otherwise it is empty.
#
# Linear layers are merged for the step, W + s B A, in float32: one matrix product instead of three, and half-precision
# weights are widened in the same pass. Layers that share their input (q k v; gate up) are one product.
# Gradients: with G = dL/dy,  dL/dx = G (W + s B A),  dL/dB = s G^T (x A^T),  dL/dA = s (G B)^T x.  Hu et al. 2021.
#
# w and lora as in decoder.py, but of one layer: w[0..8], lora[0..13].

# W + s B A for the linear layers first .. last-1 below each other.   ->   [sum of out, in]
def merged(self, w: List[Tensor], lora: List[Tensor], s: float, first: int, last: int) -> Tensor:
  rows = 0
  for m in range(first, last):
    rows = rows + w[2 + m].size(0)
  y = torch.empty([rows, w[2 + first].size(1)], dtype=6, device=w[2 + first].device)
  at = 0
  for m in range(first, last):
    base = w[2 + m]
    part = y[at:at + base.size(0)]
    part.copy_(base)
    if lora[2 * m].numel() > 0:
      part.addmm_(lora[2 * m + 1], lora[2 * m], beta=1, alpha=s)
    at = at + base.size(0)
  return y

# Gradients of A and B of the linear layers first .. last-1, which share the input x; appended to out in order.
#   x: [rows, in]   g: gradient of the joined outputs, [rows, sum of out]
def lora_gradients(self, out: List[Tensor], x: Tensor, g: Tensor, w: List[Tensor], lora: List[Tensor], s: float,
                   first: int, last: int) -> None:
  down: List[Tensor] = []
  back: List[Tensor] = []
  at = 0
  for m in range(first, last):
    size = w[2 + m].size(0)
    if lora[2 * m].numel() > 0:
      down.append(lora[2 * m])
      back.append(torch.mm(g[:, at:at + size], lora[2 * m + 1]))
    at = at + size
  if len(down) > 0:
    xa = torch.mm(x, torch.cat(down, 0).t())
    da = torch.mm(torch.cat(back, 1).t(), x).mul_(s)
    at = 0
    i = 0
    for m in range(first, last):
      size = w[2 + m].size(0)
      if lora[2 * m].numel() > 0:
        rank = lora[2 * m].size(0)
        out.append(da[i:i + rank].clone())
        out.append(torch.mm(g[:, at:at + size].t(), xa[:, i:i + rank]).mul_(s))
        i = i + rank
      at = at + size

# 1 / sqrt(mean(x^2) + eps) of each row.   x: [rows, hidden]   ->   [rows, 1]
def inverse_rms(self, x: Tensor, eps: float) -> Tensor:
  n = torch.linalg_vector_norm(x, 2, [-1], True)
  return torch.rsqrt(n * n / x.size(1) + eps)

# Backward of y = x r w with r = inverse_rms(x).   gy, x: [rows, hidden]   r: [rows, 1]   w: [hidden]
def rms_norm_backward(self, gy: Tensor, x: Tensor, r: Tensor, w: Tensor) -> Tensor:
  t = gy * w
  m = torch.sum(t * x, [1], True) * (r * r * r / x.size(1))
  return t.mul_(r).sub_(x * m)

# Turns the pairs of the first heads in place; turning back is the same with -sin.
#   x: [rows, heads, head]   cos, sin: [rows, 1, head / 2]
def rotate_(self, x: Tensor, cos: Tensor, sin: Tensor) -> None:
  half = x.size(-1) // 2
  a = x[..., :half]
  b = x[..., half:]
  turned = torch.addcmul(a * cos, b, sin, value=-1)
  b.mul_(cos).addcmul_(a, sin)
  a.copy_(turned)

def rotary_rows(self, table: Tensor, position: Tensor) -> Tensor:
  return torch.index_select(table, 0, position).unsqueeze(1)

def embed(self, ids: Tensor, embedding: Tensor) -> Tensor:
  return torch.embedding(embedding, ids).to(6)

# Rows to the grid; cells without a row are zero.   x: [rows, n]   ->   [batch * width, n]
def to_grid(self, x: Tensor, slot: Tensor, cells: int) -> Tensor:
  if x.size(0) == cells:
    return x
  return torch.zeros([cells, x.size(1)], dtype=6, device=x.device).index_copy_(0, slot, x)

# Queries, keys and values of the grid.   x: [cells, (nh + 2 nk) * head]   ->   three of [batch, heads, width, head]
def heads(self, x: Tensor, width: int, nh: int, nk: int) -> List[Tensor]:
  grid = x.view([-1, width, nh + 2 * nk, x.size(1) // (nh + 2 * nk)]).transpose(1, 2)
  return [grid[:, :nh], grid[:, nh:nh + nk], grid[:, nh + nk:]]

# Which cells of a packed grid see which: those of their own row, not before themselves, within its window or chunk. Unused
# cells see each other, so that no softmax is over nothing.
#   document: number of the row of each cell, -1 where unused, [cells]   slot, position: [rows]
#   ->   [batch, 1, width, width], true where a query may look
def pack_mask(self, document: Tensor, slot: Tensor, position: Tensor, width: int, window: int, chunk: int) -> Tensor:
  place = torch.zeros_like(document).index_copy_(0, slot, position).view([-1, width])
  own = document.view([-1, width])
  i = place.unsqueeze(2)
  j = place.unsqueeze(1)
  mask = torch.logical_and(own.unsqueeze(2) == own.unsqueeze(1), j <= i)
  if window > 0:
    mask = torch.logical_and(mask, j > i - window)
  if chunk > 0:
    mask = torch.logical_and(mask, torch.floor_divide(j, chunk) == torch.floor_divide(i, chunk))
  return mask.unsqueeze(1)

# Attention within rows: causal where each has a place of its own, by the mask where they share one.
def masked_attention(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
  if mask.numel() == 0:
    return self.attention(q, k, v, True)
  return self.scores(q, k, v, mask, False, 0.0)

# One decoder layer.   x: [rows, hidden]   keep: rows whose output is wanted, or empty for all
#   ->   y [kept rows, hidden], and for the backward pass: q k v on the grid, attention's output and the stream after it
#        [kept rows, hidden], gate and up [kept rows, 2 * intermediate]
def train_layer(self, x: Tensor, cos: Tensor, sin: Tensor, slot: Tensor, keep: Tensor, cells: int, width: int,
                mask: Tensor, w: List[Tensor], lora: List[Tensor], s: float, nh: int, nk: int,
                eps: float) -> List[Tensor]:
  h = (x * self.inverse_rms(x, eps)).mul_(w[0])
  qkv = torch.mm(h, self.merged(w, lora, s, 0, 3).t())
  self.rotate_(qkv.view([x.size(0), nh + 2 * nk, -1])[:, :nh + nk], cos, sin)
  grid = self.to_grid(qkv, slot, cells)
  q, k, v = self.heads(grid, width, nh, nk)
  o = self.masked_attention(q, k, v, mask)
  o = torch.index_select(o.view([cells, -1]), 0, slot)
  if keep.numel() > 0:
    o = torch.index_select(o, 0, keep)
    x = torch.index_select(x, 0, keep)
  x1 = torch.addmm(x, o, self.merged(w, lora, s, 3, 4).t())
  h = (x1 * self.inverse_rms(x1, eps)).mul_(w[1])
  gu = torch.mm(h, self.merged(w, lora, s, 4, 6).t())
  f = gu.size(1) // 2
  g = torch.silu(gu[:, :f]).mul_(gu[:, f:])
  y = torch.addmm(x1, g, self.merged(w, lora, s, 6, 7).t())
  return [y, grid, o, x1, gu]

# Gradient of attention by automatic differentiation of the same function.   grad: [cells, nh * head]
#   ->   gradient of the grid [cells, (nh + 2 nk) * head]
def attention_backward(self, grad: Tensor, grid: Tensor, width: int, mask: Tensor, nh: int, nk: int) -> Tensor:
  q0, k0, v0 = self.heads(grid, width, nh, nk)
  before = torch.is_grad_enabled()
  torch.set_grad_enabled(True)
  q = torch.requires_grad_(torch.detach(q0), True)
  k = torch.requires_grad_(torch.detach(k0), True)
  v = torch.requires_grad_(torch.detach(v0), True)
  o = self.masked_attention(q, k, v, mask)
  got = torch.grad([o], [q, k, v], annotate(List[Optional[Tensor]], [grad.view(o.size())]), False, False, False)
  torch.set_grad_enabled(before)
  parts: List[Tensor] = []
  for each in got:
    if each is not None:
      parts.append(each.transpose(1, 2))
  return torch.cat(parts, 2).view([grid.size(0), -1])

# Backward of train_layer.   gy: [kept rows, hidden]
#   ->   gradient of x [rows, hidden] (of no use and zero-sized if not wanted), then of A and B of every adapted module
def train_layer_backward(self, gy: Tensor, x: Tensor, grid: Tensor, o: Tensor, x1: Tensor, gu: Tensor, cos: Tensor,
                         sin: Tensor, slot: Tensor, keep: Tensor, cells: int, width: int, mask: Tensor, wanted: bool,
                         w: List[Tensor], lora: List[Tensor], s: float, nh: int, nk: int, eps: float) -> List[Tensor]:
  f = gu.size(1) // 2
  gate = gu[:, :f]
  up = gu[:, f:]
  active = torch.silu(gate)
  last: List[Tensor] = []
  self.lora_gradients(last, active * up, gy, w, lora, s, 6, 7)
  gg = torch.mm(gy, self.merged(w, lora, s, 6, 7))
  ggu = torch.empty_like(gu)
  torch.mul(gg, active, out=ggu[:, f:])
  ggu[:, :f].copy_(torch.silu_backward(gg.mul_(up), gate))
  r = self.inverse_rms(x1, eps)
  middle: List[Tensor] = []
  self.lora_gradients(middle, (x1 * r).mul_(w[1]), ggu, w, lora, s, 4, 6)
  gx1 = self.rms_norm_backward(torch.mm(ggu, self.merged(w, lora, s, 4, 6)), x1, r, w[1]).add_(gy)
  second: List[Tensor] = []
  self.lora_gradients(second, o, gx1, w, lora, s, 3, 4)
  go = torch.mm(gx1, self.merged(w, lora, s, 3, 4))
  seats = slot
  if keep.numel() > 0:
    seats = torch.index_select(slot, 0, keep)
  ggrid = self.attention_backward(self.to_grid(go, seats, cells), grid, width, mask, nh, nk)
  gqkv = torch.index_select(ggrid, 0, slot)
  self.rotate_(gqkv.view([x.size(0), nh + 2 * nk, -1])[:, :nh + nk], cos, torch.neg(sin))
  r = self.inverse_rms(x, eps)
  first: List[Tensor] = []
  self.lora_gradients(first, (x * r).mul_(w[0]), gqkv, w, lora, s, 0, 3)
  gx = torch.empty([0], dtype=6)
  if wanted:
    gx = self.rms_norm_backward(torch.mm(gqkv, self.merged(w, lora, s, 0, 3)), x, r, w[0])
    if keep.numel() > 0:
      gx.index_add_(0, keep, gx1)
    else:
      gx.add_(gx1)
  return [gx] + first + second + middle + last

# Heads of rows to heads of the grid.   x: [1, heads, rows, n]   ->   [batch, heads, width, n]
def heads_to_grid(self, x: Tensor, slot: Tensor, cells: int, width: int) -> Tensor:
  flat = x.squeeze(0).transpose(0, 1).reshape([x.size(2), x.size(1) * x.size(3)])
  return self.to_grid(flat, slot, cells).view([-1, width, x.size(1), x.size(3)]).transpose(1, 2)

# One decoder layer as decoder.py describes it by plan and numbers; w and lora are of this layer alone.
#   x: [rows, hidden]   cos, sin: [rows, 1, n / 2]   position: [rows]   keep: rows whose output is wanted, or empty for all
#   ->   [kept rows, hidden]
def train_block(self, x: Tensor, cos: Tensor, sin: Tensor, position: Tensor, slot: Tensor, keep: Tensor, cells: int,
                width: int, mask: Tensor, w: List[Tensor], lora: List[Tensor], s: float, plan: List[int],
                numbers: List[float]) -> Tensor:
  h = self.rms_norm(x, w[0], numbers[0]).unsqueeze(0)
  q, k, v = self.queries_keys_values(h, cos.squeeze(1), sin.squeeze(1), position, w, lora, s, plan, numbers, 0)
  q = self.heads_to_grid(q, slot, cells, width)
  k = self.heads_to_grid(k, slot, cells, width)
  v = self.heads_to_grid(v, slot, cells, width)
  if mask.numel() == 0:
    o = self.self_attention(q, k, v, plan[10], plan[11], numbers[1])
  else:
    o = self.scores(q, k, v, mask, False, numbers[1])
  o = torch.index_select(o.reshape([cells, -1]), 0, slot)
  if keep.numel() > 0:
    o = torch.index_select(o, 0, keep)
    x = torch.index_select(x, 0, keep)
  x = x + self.layer_linear(o, self.output_linear(plan, 0), plan[6], w, lora, s, plan, 0)
  return x + self.feed_forward(self.rms_norm(x, w[1], numbers[0]), w, lora, s, plan, numbers, 0)

# Backward of train_block, which is computed again; gives what train_layer_backward gives.
def train_block_backward(self, gy: Tensor, x: Tensor, cos: Tensor, sin: Tensor, position: Tensor, slot: Tensor,
                         keep: Tensor, cells: int, width: int, mask: Tensor, w: List[Tensor], lora: List[Tensor],
                         s: float, plan: List[int], numbers: List[float]) -> List[Tensor]:
  before = torch.is_grad_enabled()
  torch.set_grad_enabled(True)
  xx = torch.requires_grad_(torch.detach(x), True)
  matrices: List[Tensor] = []
  inputs = [xx]
  for each in lora:
    a = torch.detach(each)
    if a.numel() > 0:
      a = torch.requires_grad_(a, True)
      inputs.append(a)
    matrices.append(a)
  y = self.train_block(xx, cos, sin, position, slot, keep, cells, width, mask, w, matrices, s, plan, numbers)
  got = torch.grad([y], inputs, annotate(List[Optional[Tensor]], [gy]), False, False, True)
  torch.set_grad_enabled(before)
  gradients: List[Tensor] = []
  for i in range(len(inputs)):
    g = got[i]
    if g is None:
      gradients.append(torch.zeros_like(inputs[i]))
    else:
      gradients.append(g)
  return gradients

# Cross entropy of the kept rows and its gradient, some rows at a time: logits exist only there.
#   x: [kept rows, hidden]   target: [kept rows]   total: divisor, the number of tokens with loss in the whole batch
#   ->   sum of losses (not divided), gradient of x (divided)
def loss(self, x: Tensor, target: Tensor, total: int, norm: Tensor, head: Tensor, eps: float) -> List[Tensor]:
  w = head.to(6)
  r = self.inverse_rms(x, eps)
  h = (x * r).mul_(norm)
  gh = torch.empty_like(h)
  sum = torch.zeros([], dtype=7)
  at = 0
  while at < x.size(0):
    end = min(at + 128, x.size(0))
    logits = torch.mm(h[at:end], w.t())
    wanted = target[at:end].unsqueeze(1)
    norms = torch.logsumexp(logits, [1], True)
    sum.add_(torch.sum(norms - torch.gather(logits, 1, wanted)))
    logits.sub_(norms).exp_()
    logits.scatter_add_(1, wanted, torch.full_like(norms, -1.0))
    gh[at:end] = torch.mm(logits, w).div_(total)
    at = end
  return [sum, self.rms_norm_backward(gh, x, r, norm)]

# The sum of loss alone.
def losses(self, x: Tensor, target: Tensor, norm: Tensor, head: Tensor, eps: float) -> float:
  w = head.to(6)
  h = (x * self.inverse_rms(x, eps)).mul_(norm)
  sum = torch.zeros([], dtype=7)
  at = 0
  while at < x.size(0):
    end = min(at + 128, x.size(0))
    logits = torch.mm(h[at:end], w.t())
    sum.add_(torch.sum(torch.logsumexp(logits, [1], True) - torch.gather(logits, 1, target[at:end].unsqueeze(1))))
    at = end
  return float(sum.item())

def value(self, x: Tensor) -> float:
  return float(x.item())

def add_to(self, sums: List[Tensor], more: List[Tensor]) -> None:
  torch._foreach_add_(sums, more)

def copy_all(self, to: List[Tensor], values: List[Tensor]) -> None:
  for i in range(len(to)):
    to[i].copy_(values[i])

# Scales gradients so that their joint norm is at most limit; gives the norm they had.
def clip(self, gradients: List[Tensor], limit: float) -> float:
  norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2.0)), 2.0)
  torch._foreach_mul_(gradients, torch.clamp(limit / (norm + 1e-6), max=1.0))
  return float(norm.item())

# AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101), PyTorch's fused kernel, in place. steps: one float32 counter each.
def adamw(self, parameters: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor],
          steps: List[Tensor], lr: float, decay: float) -> None:
  torch._foreach_add_(steps, 1)
  torch._fused_adamw_(parameters, gradients, first, second, annotate(List[Tensor], []), steps, lr=lr, beta1=0.9,
                      beta2=0.999, weight_decay=decay, eps=1e-8, amsgrad=False, maximize=False, grad_scale=None,
                      found_inf=None)
