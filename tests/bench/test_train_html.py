"""How the judges of HTML blocks are put together."""

import lightgbm
import numpy as np

from bench.train_html import PARAMETERS, averaged


def test_averaged_models_give_the_mean_score() -> None:
    """The one model that is kept has the trees of all, and its raw scores are the mean of theirs."""
    random = np.random.default_rng(0)
    rows = random.normal(size=(400, 6))
    body = (rows[:, 0] + random.normal(size=400) > 0).astype(float)
    models = [
        lightgbm.train(PARAMETERS | {"seed": seed}, lightgbm.Dataset(rows, body), 9 + seed).model_to_string()
        for seed in (1, 2, 3)
    ]
    mean = np.mean([lightgbm.Booster(model_str=model).predict(rows, raw_score=True) for model in models], axis=0)
    one = lightgbm.Booster(model_str=averaged(models))
    assert one.num_trees() == 10 + 11 + 12
    assert np.allclose(one.predict(rows, raw_score=True), mean, atol=1e-12)
