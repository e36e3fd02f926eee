package kube

import (
	"encoding/json"
	"reflect"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
)

func TestNormal(t *testing.T) {
	for name, c := range map[string]struct{ in, want any }{
		"a text":               {"7", "7"},
		"true":                 {true, true},
		"nothing":              {nil, nil},
		"int":                  {7, int64(7)},
		"int64":                {int64(7), int64(7)},
		"a whole float":        {7.0, int64(7)},
		"a negative float":     {-7.0, int64(-7)},
		"a fraction":           {7.5, 7.5},
		"a float beyond exact": {float64(1 << 53), float64(1 << 53)},
		"the last exact float": {float64(1<<53 - 1), int64(1<<53 - 1)},
		"digits":               {json.Number("9007199254740993"), int64(9007199254740993)},
		"digits of a fraction": {json.Number("0.25"), 0.25},
		"digits of a whole":    {json.Number("4.0"), int64(4)},
		"too many digits":      {json.Number("18446744073709551616"), 18446744073709551616.0},
		"in lists and objects": {
			map[string]any{"a": []any{1, map[string]any{"b": 2.0}}, "c": map[string]any{"d": json.Number("3")}},
			map[string]any{"a": []any{int64(1), map[string]any{"b": int64(2)}}, "c": map[string]any{"d": int64(3)}},
		},
	} {
		got := normal(c.in)
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %#v, want %#v", name, got, c.want)
		}
		runtime.DeepCopyJSONValue(got) // panics on values that unstructured objects may not hold
	}
}
