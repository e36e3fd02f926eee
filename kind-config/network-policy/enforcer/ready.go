package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// state is whether this node enforces the policies.
type state struct {
	mu    sync.Mutex
	begun bool
	err   error
}

func (s *state) set(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || s.err != nil || !s.begun {
		log.Printf("enforcing: %v", errors.Join(err))
	}
	s.begun, s.err = true, err
}

func (s *state) get() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.begun {
		return errors.New("the policies, pods and namespaces have not been listed yet")
	}
	return s.err
}

// ServeHTTP answers whether this node enforces the policies.
func (s *state) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	if err := s.get(); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	}
}

// serve answers the readiness probe, on loopback only: it is asked by the kubelet of this node.
func serve(ctx context.Context, s *state) error {
	server := &http.Server{Handler: s, ReadHeaderTimeout: time.Second}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return fmt.Errorf("listen for the readiness probe: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() }) // it only ends Serve
	defer stop()
	return goesOn(ctx, "the readiness probe", server.Serve(listener))
}

// bound returns an error unless a program is at the other end of the queue, according to the kernel's list of queues, and how many
// packets the kernel has dropped because it could not hand them over.
func bound(list string, number int) (dropped int64, err error) {
	f, err := os.Open(list)
	if err != nil {
		return 0, fmt.Errorf("list the packet queues: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		// number, who reads it, packets that wait, two settings, dropped for want of room, dropped for want of a reader, ...
		if fields := strings.Fields(lines.Text()); len(fields) > 6 && fields[0] == strconv.Itoa(number) {
			return sum(fields[5:7])
		}
	}
	if err := lines.Err(); err != nil {
		return 0, fmt.Errorf("list the packet queues: %w", err)
	}
	return 0, fmt.Errorf("the policy engine does not read queue %d yet", number)
}

func sum(numbers []string) (total int64, err error) {
	for _, text := range numbers {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read the list of packet queues: %w", err)
		}
		total += n
	}
	return total, nil
}
