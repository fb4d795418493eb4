"""Pure judgement: periods, means, validity, verdicts. Values and frames in, values out."""
