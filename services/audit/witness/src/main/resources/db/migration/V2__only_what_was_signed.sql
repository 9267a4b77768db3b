-- Requests with a wrong proof were kept as well. A log does not sign proofs: such a request says nothing about it.
DELETE FROM contradiction WHERE reason <> 'another root at the same size';
