package steps

import (
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

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
