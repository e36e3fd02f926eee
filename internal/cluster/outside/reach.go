package outside

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"
)

// kubeletPort is where the kubelet of every node listens.
const kubeletPort = "10250"

// reachWithin is how long a node's address may take to answer. Where it can be reached, that is a millisecond.
const reachWithin = 2 * time.Second

// Reach returns nil when a node answers at its address from this machine, of those that are given by their names. That
// somebody answers is not enough: in the network of an office, the same address may be a printer's.
func Reach(ctx context.Context, nodes map[string]string) error {
	return reach(ctx, nodes, kubeletPort)
}

func reach(ctx context.Context, nodes map[string]string, port string) error {
	ctx, cancel := context.WithTimeout(ctx, reachWithin)
	defer cancel()
	answers := make(chan error, len(nodes))
	for name, address := range nodes {
		go func() { answers <- isNode(ctx, name, net.JoinHostPort(address, port)) }()
	}
	err := errors.New("no node has an address")
	for range nodes {
		if err = <-answers; err == nil {
			return nil
		}
	}
	return err
}

// isNode looks at whom the certificate is for that the kubelet makes for itself. Whether it is signed does not matter:
// nothing is told to whoever answers.
func isNode(ctx context.Context, name, address string) error {
	dialer := &tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // see above
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // nothing was written
	secure, is := conn.(*tls.Conn)
	if !is {
		return fmt.Errorf("no TLS at %s", address)
	}
	for _, certificate := range secure.ConnectionState().PeerCertificates {
		if certificate.VerifyHostname(name) == nil {
			return nil
		}
	}
	return fmt.Errorf("who answers at %s is not node %s", address, name)
}
