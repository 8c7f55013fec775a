"""A GGUF file with its 4-bit matrices written as 8-bit ones, which every library reads alike."""

from pathlib import Path

_FILE_TYPE_Q8_0 = 7


def requantise(gguf: Path, target: Path) -> None:
    """Write a copy whose matrices are all in Q8_0.

    A block of Q8_0 is 32 whole numbers of 8 bits and one scale
    (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md); of 4-bit weights it keeps all but
    0.4% of the largest in their block. Matrices that are in Q8_0 already, and vectors, stay as
    they are.

    Args:
        gguf: The file to read.
        target: The file to write.

    Raises:
        ValueError: It is no GGUF file, or has a type that cannot be read.
        OSError: A file cannot be read or written.
    """
    import numpy as np
    from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter
    from gguf.quants import dequantize, quantize

    wanted = GGMLQuantizationType.Q8_0
    reader = GGUFReader(gguf)
    writer = GGUFWriter(target, str(reader.fields["general.architecture"].contents()))
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name == "general.architecture":  # the writer's own
            continue
        value = _FILE_TYPE_Q8_0 if name == "general.file_type" else field.contents()
        inner = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
        writer.add_key_value(name, value, field.types[0], sub_type=inner)
    for tensor in reader.tensors:
        if tensor.tensor_type in (wanted, GGMLQuantizationType.F32):
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
            continue
        weights = dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        writer.add_tensor(tensor.name, quantize(weights, wanted), raw_dtype=wanted)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
