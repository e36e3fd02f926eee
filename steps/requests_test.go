package steps

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/steps/kube"
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
	}
	for _, test := range tests {
		err := judgeAnswers(kube.ExecResult{Stdout: test.stdout}, 2, one)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got %v, want %q", test.stdout, err, test.want)
		}
	}
}
