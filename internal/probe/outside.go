package probe

import "context"

// Outside is where requests from outside the cluster are sent from. The zero value is this machine.
type Outside struct {
	// FromElsewhere decides, at the first request, whether Dial and Direct open the connections; nil means no.
	FromElsewhere func(context.Context) (bool, error)
	Dial          Dial
	Direct        Dial // only to the owner of the address on the nodes' network
}

// Get sends a request on its own connection, see the function Get.
func (o Outside) Get(ctx context.Context, url string) (Reply, error) {
	return o.choose(ctx, Get, o.Dial, url)
}

// Via uses only the network that leads to an address, such as that of a node.
func (o Outside) Via(address string) Getter {
	return func(ctx context.Context, url string) (Reply, error) {
		return o.choose(ctx, Via(address), o.Direct, url)
	}
}

func (o Outside) choose(ctx context.Context, here Getter, there Dial, url string) (Reply, error) {
	if o.FromElsewhere == nil {
		return here(ctx, url)
	}
	elsewhere, err := o.FromElsewhere(ctx)
	switch {
	case err != nil:
		return Reply{Unasked: true}, err
	case elsewhere:
		return By(there)(ctx, url)
	}
	return here(ctx, url)
}
