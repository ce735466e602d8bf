"""Branches and pull requests: git in a worktree of its own, and one file for each kind of forge."""
