# TorchScript. Dtypes are PyTorch's numbers: 0 uint8, 4 int64, 5 float16, 6 float32, 15 bfloat16.

def copied(self, x: Tensor) -> Tensor:
  return x.clone()

# Maps a file into memory, privately and read-only in effect; nothing is read before it is used.
#   ->   [elements] of the given dtype, beginning with the first byte of the file
def mapped_file(self, path: str, elements: int, dtype: int) -> Tensor:
  return torch.from_file(path, False, elements, dtype=dtype, layout=0, device=torch.device("cpu"), pin_memory=False)

# A view of a mapped file; shares its memory.
def mapped_weight(self, file: Tensor, first: int, elements: int, shape: List[int]) -> Tensor:
  return file[first:first + elements].view(shape)

# A copy of bytes that do not lie at a multiple of their element's size.
def unaligned_weight(self, file: Tensor, first: int, size: int, shape: List[int], dtype: int) -> Tensor:
  return torch.view_copy(file[first:first + size].clone(), dtype=dtype).view(shape)

def as_float32(self, x: Tensor) -> Tensor:
  return x.to(6)

# One matrix of a stack, some of its columns, as [out, in].   stack: [n, in, columns]   ->   [to - first, in]
def stacked_weight(self, stack: Tensor, index: int, first: int, to: int) -> Tensor:
  return stack[index, :, first:to].t()

# 1 if no element is NaN or infinite, else 0; without temporaries of the tensor's size.
def finite(self, x: Tensor) -> int:
  low, high = torch.aminmax(x)
  return int(torch.logical_and(torch.isfinite(low), torch.isfinite(high)).item())
