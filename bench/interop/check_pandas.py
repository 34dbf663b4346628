from need import need

pd = need("pandas")
import numpy as np

from expect import main


def check(e, file):
    for name in "v.csv", "v.csv.gz":
        t = pd.read_csv(file(name), keep_default_na=False)
        assert t.columns.tolist() == ["path", "label"] + [f"f{i}" for i in range(3 * 32 * 24)]
        assert t["path"].tolist() == e.paths
        assert [e.classes.index(label) for label in t["label"]] == e.labels.tolist()
        e.numbers(name, t.iloc[:, 2:].to_numpy(np.float32).reshape(e.floats.shape))


main(check)
