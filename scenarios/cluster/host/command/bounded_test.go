package command

import (
	"errors"
	"strconv"
	"strings"
	"testing"
)

func TestOutputHasALimit(t *testing.T) {
	for name, c := range map[string]struct {
		printed int
		limit   int
		tooLong bool
	}{
		"without a limit": {3000, 0, false},
		"as much":         {2048, 2048, false},
		"one more":        {2049, 2048, true},
		"far more":        {1 << 20, 2048, true},
		"nothing":         {0, 2048, false},
	} {
		cmd := New("sh", "-c", `head -c "$1" /dev/zero`, "sh", strconv.Itoa(c.printed))
		cmd.Limit = c.limit
		out, err := cmd.Output(t.Context())
		if c.tooLong {
			if !errors.As(err, new(*TooLong)) || !strings.Contains(err.Error(), "more than 2 KiB") {
				t.Errorf("%s: got %v", name, err)
			}
			continue
		}
		if err != nil || len(out) != c.printed {
			t.Errorf("%s: %d bytes, %v", name, len(out), err)
		}
	}
}

// The limit also holds while a program prints.
func TestNoMoreIsKept(t *testing.T) {
	b := &bounded{limit: 10}
	for range 1000 {
		if n, err := b.Write([]byte("12345678")); n != 8 || err != nil {
			t.Fatal(n, err)
		}
	}
	if b.String() != "1234567812" || !b.cut {
		t.Errorf("kept %q, cut: %t", b.String(), b.cut)
	}
}
