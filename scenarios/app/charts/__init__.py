"""Figures of an answer: numbers, curves, money, moves, fronts, proof."""
