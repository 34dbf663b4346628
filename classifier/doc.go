// Package classifier trains and runs softmax regressions and multilayer perceptrons on feature vectors, and
// measures how good they are. Everything is float32, but for L-BFGS. Only the forward pass is written here, as operations
// of package autodiff, which finds the gradients.
//
// # Networks
//
// A [Network] is a chain of [Dense] layers with an [Activation] between them: [NewSoftmax] has one layer,
// [NewMLP] any number, and [Config.New] knows batch normalisation and other [Init]s. Its weights begin as PyTorch's
// torch.nn.Linear does, unless another one is chosen. A batch of N samples with D
// features is a [Matrix] of N×D. [Network.Probabilities], [Network.Logits] and [Network.Predict] are safe for
// concurrent use, allocate nothing in the steady state (but for Predict's result), and give a sample the same
// bytes alone as in any batch.
//
// [Network.Params] names the weights for a model file, "layers.0.weight" and so on; [FromParams] makes a
// network of them and refuses whatever doesn't fit together.
//
// # Training
//
// [Fit] minimises a [Loss] with an [Optimizer]: SGD or AdamW in mini-batches, with a [Schedule] for the learning rate, or,
// for softmax regression, L-BFGS on all samples at once; [Train] makes the network, too. A [Config] is what to make and
// how to train it, as one flat JSON object:
//
//	{"hidden": [512], "activation": "relu", "dropout": 0.2, "epochs": 10, "batch": 64, "lr": 0.05, "momentum": 0.9,
//	 "weight_decay": 0.0001, "schedule": "cosine", "class_weights": "balanced", "seed": 1, "patience": 3}
//
// Its values mean what they say, 0 included, so begin with [DefaultConfig]. Training samples come through
// [Data], batch by batch, so that augmented features can be computed while the network is trained; [Samples] are those
// that stay the same. With validation samples, the network ends with the weights of the epoch with the lowest validation
// loss. The same network, data and configuration give the same bytes at any number of workers, and also if the training was
// killed and went on from its [Training.Checkpoint].
//
// A [Trainer] makes steps on samples as they come, without an end. [FindLR] helps with the choice of a learning rate.
// Networks of another kind can be written with package autodiff.
//
// A [Perceptron] learns by Rosenblatt's rule, sample by sample, for as long as one likes.
//
// # Measuring
//
// [NewReport] measures probabilities against labels. What it is made of can be had one by one: [Confusion] with
// precision, recall, F1, balanced accuracy, Matthews' coefficient and Cohen's κ; [ROCAUC] and [AveragePrecisions];
// [LogLoss], [TopK], [Brier]; [Reliability], [ECE] and [MCE]. [Wilson] and [Bootstrap] tell how far a figure may be trusted.
//
// [FitTemperature] makes probabilities as sure as they are right, and [Select] measures what not answering for doubtful samples
// brings.
//
// # Errors
//
// Samples that can't be used are a *[DataError] with the row, bad parameters and weights a
// *tensor.ParamError, a loss or weights that leave the finite numbers a *[DivergenceError].
package classifier
