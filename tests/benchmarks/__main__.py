"""`python -m tests.benchmarks` compares Backfile with its peers."""

# The processes that build import this, too, but have no use for the peers.
if __name__ == "__main__":
    from tests.benchmarks.comparison import main

    main()
