package probe

import "context"

// Outside is where requests from outside the cluster are sent from. The zero value stands for this machine.
type Outside struct {
	// FromElsewhere decides, at the first request, whether Dial and Direct open the connections; nil stands for no.
	FromElsewhere func(context.Context) (bool, error)
	Dial          Dial
	Direct        Dial // only to who has the address on the network that the nodes are on
}

// Get asks on a connection of its own, see the function Get.
func (o Outside) Get(ctx context.Context, url string) (Reply, error) {
	return o.choose(ctx, Get, o.Dial, url)
}

// Via keeps to the network that leads to an address, such as a node's.
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
