package outside

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"
)

// kubeletPort is the port of the kubelet on every node.
const kubeletPort = "10250"

// reachWithin is the time limit for a node to answer. If it can be reached, it takes about a millisecond.
const reachWithin = 2 * time.Second

// Reach returns nil if a node answers at its address from this machine. The nodes are given as addresses by names. It is not
// enough that something answers: in an office network, the same address may belong to a printer.
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

// isNode checks that the kubelet's self-signed certificate is for the node. The signature is not verified, because nothing is
// sent.
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
