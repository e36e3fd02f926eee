package steps

import (
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/gherkind/gherkind/steps/step"
)

// parseTaint reads kubectl's form of a taint: key:Effect or key=value:Effect.
func parseTaint(text string, _ step.Place) (any, error) {
	body, effect, ok := strings.Cut(unquote(text), ":")
	key, value, _ := strings.Cut(body, "=")
	if !ok || key == "" {
		return nil, errors.New(`write key:Effect or key=value:Effect, for example "dedicated=db:NoSchedule"`)
	}
	switch corev1.TaintEffect(effect) {
	case corev1.TaintEffectNoSchedule, corev1.TaintEffectPreferNoSchedule, corev1.TaintEffectNoExecute:
		return corev1.Taint{Key: key, Value: value, Effect: corev1.TaintEffect(effect)}, nil
	}
	return nil, fmt.Errorf("the effect %q is none of NoSchedule, PreferNoSchedule and NoExecute", effect)
}

// label is a node's label.
type label struct{ key, value string }

// parseLabel reads key=value.
func parseLabel(text string, _ step.Place) (any, error) {
	key, value, ok := strings.Cut(unquote(text), "=")
	if wrong := validation.IsQualifiedName(key); !ok || len(wrong) > 0 || len(validation.IsValidLabelValue(value)) > 0 {
		return nil, errors.New(`write key=value as kubectl label takes it, for example "disk=ssd"`)
	}
	return label{key, value}, nil
}
