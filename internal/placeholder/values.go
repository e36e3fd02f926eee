package placeholder

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func momentType() step.Type {
	return step.Type{
		Name: "moment", Pattern: kindPattern + " +" + quoted + " +existed", Example: `service "mydb" existed`, Parse: ParseMoment,
		Doc: `A moment of the scenario: when an object, of any kind, came into being.`,
	}
}

var momentParts = regexp.MustCompile("^(" + kindPattern + ") +(" + quoted + ") +existed$")

// ParseMoment reads a {moment}: its value is a [world.Reference].
func ParseMoment(text string, at step.Place) (any, error) {
	m := momentParts.FindStringSubmatch(text)
	if m == nil {
		return nil, errors.New(`write an object, as in: before service "mydb" existed`)
	}
	name, err := parseName(m[2], at)
	if err != nil {
		return nil, err
	}
	return world.Reference{Kind: m[1], Name: name.(string)}, nil
}

func parseEventType(text string, _ step.Place) (any, error) {
	kind, types := Unquote(text), []string{corev1.EventTypeNormal, corev1.EventTypeWarning}
	if slices.Contains(types, kind) {
		return kind, nil
	}
	if near := words.Nearest(kind, types); near != "" {
		return nil, fmt.Errorf("did you mean %q?", near)
	}
	return nil, errors.New(`an event is of type "Normal" or "Warning"`)
}

func parseJSONPath(text string, _ step.Place) (any, error) { return kube.ParseJSONPath(Unquote(text)) }

// PortPath is a port with the path of an HTTP request on it.
type PortPath struct {
	Port int
	Path string // begins with a slash
}

func parsePortPath(text string, _ step.Place) (any, error) {
	colon, rest, ok := strings.Cut(Unquote(text), ":")
	digits, path, _ := strings.Cut(rest, "/")
	port, err := strconv.ParseUint(digits, 10, 16)
	if !ok || colon != "" || err != nil || port == 0 || strings.ContainsAny(path, " '") {
		return nil, errors.New(`write a port with a path, for example ":8080/healthz"`)
	}
	return PortPath{Port: int(port), Path: "/" + path}, nil
}

// Code is one of explain.Codes.
type Code string

func parseCode(text string, _ step.Place) (any, error) {
	var codes []string
	for _, c := range explain.Codes() {
		if c.Code == text {
			return Code(text), nil
		}
		codes = append(codes, c.Code)
	}
	if near := words.Nearest(text, codes); near != "" {
		return nil, fmt.Errorf("did you mean %s?", near)
	}
	return nil, errors.New("use a code of docs/codes.md, such as POD_OOM_KILLED")
}

// parseTaint reads kubectl's form of a taint: key:Effect or key=value:Effect.
func parseTaint(text string, _ step.Place) (any, error) {
	body, effect, ok := strings.Cut(Unquote(text), ":")
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

// Label is a node's label.
type Label struct{ Key, Value string }

// parseLabel reads key=value.
func parseLabel(text string, _ step.Place) (any, error) {
	key, value, ok := strings.Cut(Unquote(text), "=")
	if wrong := validation.IsQualifiedName(key); !ok || len(wrong) > 0 || len(validation.IsValidLabelValue(value)) > 0 {
		return nil, errors.New(`write key=value as kubectl label takes it, for example "disk=ssd"`)
	}
	return Label{key, value}, nil
}
