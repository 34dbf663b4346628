// Package saccade trains image classifiers on folders and lets them answer for other images.
//
// A [Model] is preprocessing, weights and class names in one value and one file, so that training and answering
// never differ:
//
//	model, err := saccade.Train(ctx, "photos/train", saccade.TrainOptions{})
//	err = model.Save("flowers.saccade")
//
//	model, err := saccade.Open("flowers.saccade")
//	answer, err := model.ClassifyFile("tulip.jpg")
//	fmt.Println(answer.Class, answer.Probability)
//
// This package is the front door. Behind it, each on its own: [github.com/saccade-go/saccade/imageio] decodes files to
// tensors, [github.com/saccade-go/saccade/imgproc], colorspace and features have the stages,
// [github.com/saccade-go/saccade/pipeline] checks and runs them, [github.com/saccade-go/saccade/classifier] learns,
// [github.com/saccade-go/saccade/autodiff] finds the gradients of models of one's own, and
// [github.com/saccade-go/saccade/dataset] reads folders and files of samples.
package saccade
