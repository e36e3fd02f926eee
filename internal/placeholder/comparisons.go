package placeholder

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/gherkind/gherkind/steps/step"
)

// comparisonTypes are the placeholders of steps that compare.
func comparisonTypes() []step.Type {
	return []step.Type{
		{Name: "quantity", Pattern: `[^\s"]+`, Example: `500m`, Parse: parseQuantity,
			Doc: `A number, with or without a unit, as Kubernetes writes it: 3, 0.5, 500m, 2Gi.`},
		{Name: "regexp", Pattern: quoted, Example: `"web-[0-9]+"`, Parse: parseWhole,
			Doc: `A regular expression, as Go has it, in double quotes. It must fit the whole text: write .* where anything may stand. \. is a dot.`},
		{Name: "percent", Pattern: `[^\s"]+%`, Example: `1%`, Parse: parsePercent,
			Doc: `A share: a number from 0 to 99 with % right behind it.`},
		{Name: "condition-status", Pattern: `[A-Za-z]+`, Example: `False`, Parse: parseConditionStatus,
			Doc: `The status of a condition: True, False or Unknown.`},
	}
}

func parseQuantity(text string, _ step.Place) (any, error) {
	n, err := resource.ParseQuantity(text)
	if err != nil {
		return nil, errors.New("write a number, with a unit of Kubernetes right behind it if it has one, as in 3, 0.5, 500m or 2Gi")
	}
	return n, nil
}

// Percent is a share of a hundred.
type Percent float64

func parsePercent(text string, _ step.Place) (any, error) {
	n, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
	if err != nil || !(n >= 0 && n < 100) {
		return nil, errors.New("write a number from 0 to 99 with % right behind it, as in 1% or 0.5%")
	}
	return Percent(n), nil
}

// Whole is a regular expression that must fit a whole text.
type Whole struct{ *regexp.Regexp }

func parseWhole(text string, _ step.Place) (any, error) {
	written := pattern(text)
	if _, err := regexp.Compile(written); err != nil {
		return nil, fmt.Errorf("%w: write it as on https://github.com/google/re2/wiki/Syntax", err)
	}
	whole, err := regexp.Compile("(?s)^(?:" + written + ")$")
	if err != nil {
		return nil, err
	}
	if whole.MatchString("") {
		return nil, errors.New("it fits an empty text, too: write something that must be there, as in .+")
	}
	return Whole{whole}, nil
}

var escapedQuote = regexp.MustCompile(`\\(["])`)

// pattern is the expression between the quotes. A backslash stays, as expressions are full of them.
func pattern(text string) string { return escapedQuote.ReplaceAllString(text[1:len(text)-1], "$1") }

func parseConditionStatus(text string, _ step.Place) (any, error) {
	status := corev1.ConditionStatus(text)
	if !slices.Contains([]corev1.ConditionStatus{corev1.ConditionTrue, corev1.ConditionFalse, corev1.ConditionUnknown}, status) {
		return nil, errors.New("write True, False or Unknown")
	}
	return status, nil
}
