package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// expectLogs searches for a text in the logs of all pods of a workload.
func expectLogs(ctx context.Context, w *world.World, owner kube.Ref, text string, ending step.Ending, every bool) error {
	if err := watchOwned(ctx, w, owner); err != nil {
		return err
	}
	return assert.Poll(ctx, w, ending, owner, func(ctx context.Context) error {
		pods, err := podsToRead(w, owner, every)
		if err != nil {
			return err
		}
		var lacks []string
		for _, pod := range pods {
			has, err := hasLogged(ctx, w, pod, text)
			switch {
			case err != nil:
				return err
			case has && !every:
				return nil
			case !has:
				lacks = append(lacks, fmt.Sprintf("%q", pod.Name))
			}
		}
		if len(lacks) > 0 {
			return fmt.Errorf("it is not in the log of %s", strings.Join(lacks, ", "))
		}
		return nil
	})
}

// podsToRead returns the pods of a workload; if every pod counts, only once all of them exist.
func podsToRead(w *world.World, owner kube.Ref, every bool) (pods []*corev1.Pod, err error) {
	w.Timeline.View(func(v observe.View) {
		saw := ""
		if every {
			pods, saw = objects.AllPods(v, owner)
		} else if v.Get(owner) == nil {
			saw = fmt.Sprintf("there is no %s", owner)
		} else if pods = objects.PresentPods(v, owner); len(pods) == 0 {
			saw = "it has no pods"
		}
		if saw != "" {
			err = errors.New(saw)
		}
	})
	return pods, err
}

// hasLogged reads the log of the current run of each container that has started.
func hasLogged(ctx context.Context, w *world.World, pod *corev1.Pod, text string) (bool, error) {
	ref, err := w.Run.Client.KindByName(ctx, "pods")
	if err != nil {
		return false, err
	}
	for _, container := range append(append([]corev1.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...) {
		status, _ := objects.Container(pod, container.Name)
		if status == nil || objects.Start(status) == nil {
			continue
		}
		log, err := remote.Log(ctx, w, kube.ContainerRef{Pod: kube.Ref{Kind: ref, Namespace: pod.Namespace, Name: pod.Name}, Name: container.Name}, false)
		if err != nil {
			return false, err
		}
		if strings.Contains(log, text) {
			return true, nil
		}
	}
	return false, nil
}
