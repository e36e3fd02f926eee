package steps

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
)

func TestRequestsCutShort(t *testing.T) {
	tests := []struct{ stdout, want string }{
		{"answer a\nfailed\nanswer b c\n", "2 of 20 requests were answered"},
		{"failed\n", "could not be sent"},
		{"", "could not be sent"},
	}
	for _, test := range tests {
		err := cutShort(kube.ExecResult{Stdout: test.stdout}, 20, context.DeadlineExceeded)
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got %v, want %q", test.stdout, err, test.want)
		}
	}
}

func TestJudgeAnswers(t *testing.T) {
	one := func(n int) bool { return n == 1 }
	tests := []struct{ stdout, want string }{
		{"answer a\nanswer a\n", ""},
		{"answer a\nfailed\n", "1 of 2 requests were answered"},
		{"answer a\nanswer b\n", "2 different answers: "},
		{"answer\nanswer\n", ""}, // empty bodies
		{"answer\nanswer b\n", "2 different answers: "},
	}
	for _, test := range tests {
		err := judgeAnswers(kube.ExecResult{Stdout: test.stdout}, 2, one)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got %v, want %q", test.stdout, err, test.want)
		}
	}
}

func TestSharesAreAlwaysInOneOrder(t *testing.T) {
	counts := map[string]int{"a": 1, "b": 3, "c": 1, "d": 2, "e": 1, "f": 1}
	for range 50 {
		if got, want := shares(counts), `"b" (3 times), "d" (2 times), "a" (1 time), "c" (1 time), "e" (1 time) …`; got != want {
			t.Fatalf("got %s\nwant %s", got, want)
		}
	}
	if got, want := shares(map[string]int{"a": 1}), `"a" (1 time)`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
