"""The reader as an ONNX graph: float first, then int8.

Inputs of n texts of at most l tokens: `ids` and `posids` [n, l], `mask` [n, 1, 1, l] (0, or -1e4 where there is no
token), `qm` and `sm` [n, l] (1 / length over the tokens of the question and of the sentence). Outputs: `score` [n],
log-odds that the sentence answers, and `vector` [n, 384], the mean over `sm` at length 1.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from numpy.typing import ArrayLike, NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from benchmarks.answers.reader.encoder import EPSILON, HEAD, HEADS, WIDTH, Weights

OPSET, IR = 20, 9
INPUTS: dict[str, list[str | int]] = {
    "ids": ["n", "l"],
    "posids": ["n", "l"],
    "mask": ["n", 1, 1, "l"],
    "qm": ["n", "l"],
    "sm": ["n", "l"],
}
OUTPUTS: dict[str, list[str | int]] = {"score": ["n"], "vector": ["n", WIDTH]}
# The head's products stay in float: they are small, and their outcome is the score. So does the second one of layer 4,
# whose input has one giant number (e5's own): in int8 it would leave nothing of the others. It is stored in float16.
WIDE = "fow4"
IN_FLOAT = ["hm", "z1", "z2", "fo4_m"]


class _Graph:
    """Nodes and constants, in the order in which they are added. Each node is named after what it yields."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: ArrayLike, kind: Any = np.float32) -> str:
        self.constants.append(numpy_helper.from_array(np.array(value, dtype=kind, order="C"), name))
        return name

    def weight(self, name: str, value: ArrayLike) -> str:
        if name != WIDE:
            return self.constant(name, value)
        return self.node("Cast", [self.constant(f"{name}_16", value, np.float16)], name, to=TensorProto.FLOAT)

    def node(self, kind: str, given: Sequence[str], result: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, given, [result], name=result, **attributes))
        return result

    def linear(self, x: str, weight: str, bias: str, result: str) -> str:
        return self.node("Add", [self.node("MatMul", [x, weight], f"{result}_m"), bias], result)

    def norm(self, x: str, scale: str, shift: str, result: str) -> str:
        return self.node("LayerNormalization", [x, scale, shift], result, axis=-1, epsilon=EPSILON)


def write_float(weights: Weights, path: Path) -> None:
    """Writes the graph. Only the word table is int8 already, each row with its own scale, and WIDE
    float16."""
    graph = _Graph()
    x = _embeddings(graph, weights)
    graph.constant("shape", [0, 0, HEADS, HEAD], np.int64)
    graph.constant("back", [0, 0, WIDTH], np.int64)
    graph.constant("thirds", [WIDTH] * 3, np.int64)
    graph.constant("scale", HEAD**-0.5)
    for number, layer in enumerate(weights.layers):
        for part, value in layer.items():
            graph.weight(f"{part}{number}", value)
        x = _layer(graph, x, number)
    _head(graph, x, weights.head)
    kinds = {name: TensorProto.INT64 if name.endswith("ids") else TensorProto.FLOAT for name in INPUTS}
    inputs = [helper.make_tensor_value_info(name, kinds[name], shape) for name, shape in INPUTS.items()]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in OUTPUTS.items()]
    whole = helper.make_graph(graph.nodes, "ibid-reader", inputs, outputs, graph.constants)
    onnx.save(helper.make_model(whole, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR), path)


def _embeddings(graph: _Graph, weights: Weights) -> str:
    table = weights.embeddings
    scales: NDArray[np.float32] = np.maximum(np.abs(table.word).max(1, keepdims=True) / 127, 1e-9)
    graph.constant("word", np.clip(np.round(table.word / scales), -127, 127), np.int8)
    graph.constant("word_scales", scales)
    graph.constant("pos", table.place)
    graph.constant("elw", table.scale)
    graph.constant("elb", table.shift)
    word = graph.node("Cast", [graph.node("Gather", ["word", "ids"], "rows")], "rows_float", to=TensorProto.FLOAT)
    scaled = graph.node("Mul", [word, graph.node("Gather", ["word_scales", "ids"], "row_scales")], "words")
    summed = graph.node("Add", [scaled, graph.node("Gather", ["pos", "posids"], "places")], "embedded")
    return graph.norm(summed, "elw", "elb", "x0")


def _layer(graph: _Graph, x: str, n: int) -> str:
    node = graph.node
    together = graph.linear(x, f"w{n}", f"b{n}", f"qkv{n}")
    parts = [f"{part}{n}" for part in "qkv"]
    graph.nodes.append(helper.make_node("Split", [together, "thirds"], parts, name=f"split{n}", axis=-1))
    orders = ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])
    query, key, value = (
        node("Transpose", [node("Reshape", [part, "shape"], f"{part}r")], f"{part}t", perm=order)
        for part, order in zip(parts, orders, strict=True)
    )
    scores = node("MatMul", [node("Mul", [query, "scale"], f"qs{n}"), key], f"s{n}")
    seen = node("Softmax", [node("Add", [scores, "mask"], f"sm{n}")], f"pr{n}", axis=-1)
    mixed = node("Transpose", [node("MatMul", [seen, value], f"c{n}")], f"ct{n}", perm=[0, 2, 1, 3])
    out = graph.linear(node("Reshape", [mixed, "back"], f"cr{n}"), f"aow{n}", f"aob{n}", f"ao{n}")
    y = graph.norm(node("Add", [out, x], f"r{n}"), f"alw{n}", f"alb{n}", f"y{n}")
    inner = node("Gelu", [graph.linear(y, f"fiw{n}", f"fib{n}", f"fi{n}")], f"ge{n}")
    out = graph.linear(inner, f"fow{n}", f"fob{n}", f"fo{n}")
    return graph.norm(node("Add", [out, y], f"rr{n}"), f"olw{n}", f"olb{n}", f"x{n + 1}")


def _head(graph: _Graph, x: str, head: dict[str, Any]) -> None:
    """`score` and `vector` of the last layer's tokens; see `encoder.score`."""
    node = graph.node
    for name, value in (("hA", head["A"]), ("ha", head["a"]), ("hb", np.reshape(head["b"], 1))):
        graph.constant(name, value)
    graph.constant("hu", np.reshape(head["u"], (-1, 1)))
    graph.constant("hd", np.reshape(head["d"], (-1, 1)))
    graph.constant("second", [1], np.int64)
    graph.constant("last", [-1], np.int64)
    graph.constant("zero", 0, np.int64)
    graph.constant("eight", 8)
    for mask, result in (("qm", "question"), ("sm", "vector")):
        mean = node("MatMul", [node("Unsqueeze", [mask, "second"], f"{mask}_row"), x], f"{mask}_mean")
        flat = node("Squeeze", [mean, "second"], f"{mask}_flat")
        node("Mul", [node("LpNormalization", [flat], result, axis=-1, p=2), "eight"], f"{result}_8")
    first = node("Gather", [x, "zero"], "first", axis=1)
    joined = node("Concat", [first, "question_8", "vector_8"], "joined", axis=-1)
    hidden = node("Tanh", [node("Add", [node("MatMul", [joined, "hA"], "hm"), "ha"], "hm_a")], "hidden")
    likeness = node("MatMul", [node("Mul", ["question", "vector"], "product"), "hd"], "z2")
    summed = node("Add", [node("MatMul", [hidden, "hu"], "z1"), likeness], "z3")
    node("Squeeze", [node("Add", [summed, "hb"], "z"), "last"], "score")


def write_int8(weights: Weights, path: Path) -> None:
    """Writes the graph with int8 products: weights of 7 bits, each column with its own scale.

    Processors without VNNI add two products of 8 bits in 16 and saturate; with 7 bits a weight they cannot.
    """
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "float.onnx"
        write_float(weights, whole)
        quantize_dynamic(
            whole,
            path,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=IN_FLOAT,
            extra_options={"MatMulConstBOnly": True},
        )
