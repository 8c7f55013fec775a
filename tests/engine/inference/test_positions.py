import numpy as np
import pytest

from components.engine.inference.positions import rotate, rotation_speeds, sinusoids

RANDOM = np.random.default_rng(0)


def test_sinusoids_follow_the_paper():
    waves = sinusoids(50, 16)
    for place, number in ((0, 0), (7, 4), (7, 5), (49, 14)):
        angle = place / 10_000 ** (2 * (number // 2) / 16)
        wave = np.sin(angle) if number % 2 == 0 else np.cos(angle)
        assert waves[place, number] == pytest.approx(wave, abs=1e-5)


def test_two_sinusoids_meet_by_their_distance_alone():
    waves = sinusoids(40, 32)
    products = waves @ waves.T
    for distance in (0, 1, 9):
        np.testing.assert_allclose(
            np.diagonal(products, distance), products[0, distance], rtol=1e-4
        )


@pytest.mark.parametrize("width", [2, 8, 64])
def test_rotation_keeps_lengths_and_counts_distances_only(width):
    speeds = rotation_speeds(width)
    one, two = RANDOM.normal(size=(2, 1, width)).astype(np.float32)

    def product(place, other):
        turned = rotate(one, np.array([place]), speeds), rotate(two, np.array([other]), speeds)
        return (turned[0] @ turned[1].T).item()

    turned = rotate(one, np.array([37]), speeds)
    np.testing.assert_allclose(np.linalg.norm(turned), np.linalg.norm(one), rtol=1e-5)
    np.testing.assert_array_equal(rotate(one, np.array([0]), speeds), one)
    assert product(3, 1) == pytest.approx(product(53, 51), abs=1e-3)
    assert abs(product(3, 1) - product(3, 2)) > 1e-2


def test_rotation_equals_the_library_s():
    import torch
    from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

    speeds = rotation_speeds(16)
    vectors, places = RANDOM.normal(size=(7, 16)).astype(np.float32), np.arange(7)
    angles = torch.tensor(places[:, None] * speeds).repeat(1, 2).float()
    rows = torch.tensor(vectors)[None, None]
    theirs, _ = apply_rotary_pos_emb(rows, rows, angles.cos()[None], angles.sin()[None])
    np.testing.assert_allclose(rotate(vectors, places, speeds), theirs[0, 0].numpy(), atol=1e-5)
