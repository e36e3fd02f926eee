package command

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestStream(t *testing.T) {
	s, err := New("cat").Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(s.In, "hello\n"); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(s.Out).ReadString('\n'); err != nil || line != "hello\n" {
		t.Errorf("got %q, %v", line, err)
	}
	if err := errors.Join(s.In.Close(), s.Wait()); err != nil {
		t.Error(err)
	}
}

func TestStreamOfAProgramThatFails(t *testing.T) {
	s, err := New("sh", "-c", "echo no such thing >&2; exit 3").Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(s.Out); err == nil || !strings.Contains(err.Error(), "no such thing") {
		t.Errorf("read: %v", err)
	}
	if err := s.Wait(); !errors.As(err, new(*Error)) {
		t.Errorf("wait: %v", err)
	}
	if _, err := New("/no/such/program").Stream(t.Context()); err == nil {
		t.Error("no error for a program that does not exist")
	}
}

func TestStreamThatIsKilled(t *testing.T) {
	s, err := New("sh", "-c", "echo begun; sleep 1000").Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(s.Out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	s.Kill()
	if err := s.Wait(); err == nil {
		t.Error("no error after Kill")
	}
}
