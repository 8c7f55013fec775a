"""Every matrix in 8 bits, everything else as it was."""

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter
from gguf.quants import dequantize, quantize

from components.models.preparation.requantise import requantise

Q4, Q8, F16, F32 = (GGMLQuantizationType[name] for name in ("Q4_1", "Q8_0", "F16", "F32"))


def test_matrices_become_8_bit_and_the_rest_stays(tmp_path):
    weights = np.random.default_rng(3).normal(0.3, 1, (4, 64)).astype(np.float32)
    writer = GGUFWriter(tmp_path / "in.gguf", "llama")
    writer.add_context_length(77)
    writer.add_token_list(["a", "ü", "字"])
    writer.add_file_type(3)
    for kind in (Q4, Q8, F16):
        writer.add_tensor(kind.name, quantize(weights, kind), raw_dtype=kind)
    writer.add_tensor("norm", weights[0])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()

    requantise(tmp_path / "in.gguf", tmp_path / "out.gguf")

    before, after = GGUFReader(tmp_path / "in.gguf"), GGUFReader(tmp_path / "out.gguf")
    assert after.fields["llama.context_length"].contents() == 77
    assert after.fields["tokenizer.ggml.tokens"].contents() == ["a", "ü", "字"]
    assert after.fields["general.file_type"].contents() == 7
    assert before.fields.keys() == after.fields.keys()
    read = {t.name: (t.tensor_type, dequantize(t.data, t.tensor_type)) for t in after.tensors}
    assert {name: kind for name, (kind, _) in read.items()} == {
        "Q4_1": Q8, "Q8_0": Q8, "F16": Q8, "norm": F32
    }  # fmt: skip
    for tensor in before.tensors:
        exact = dequantize(tensor.data, tensor.tensor_type)
        error = np.abs(read[tensor.name][1] - exact)
        assert error.max() <= np.abs(exact).max() / 127 * 0.51
        if tensor.name in ("Q8_0", "norm"):
            assert error.max() == 0
