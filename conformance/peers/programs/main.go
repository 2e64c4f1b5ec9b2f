// A client and a server of google.golang.org/grpc: see ../README.md.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

type text = wrapperspb.StringValue

func unary(_ any, ctx context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
	request := new(text)
	if err := decode(request); err != nil {
		return nil, err
	}
	if request.Value == "fail" {
		return nil, status.Error(codes.NotFound, "nöt found")
	}
	return request, nil
}

func serverStream(_ any, stream grpc.ServerStream) error {
	request := new(text)
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	count, _ := strconv.Atoi(request.Value)
	for i := 0; i < count; i++ {
		if err := stream.SendMsg(wrapperspb.String(strconv.Itoa(i))); err != nil {
			return err
		}
	}
	return nil
}

func clientStream(_ any, stream grpc.ServerStream) error {
	var all strings.Builder
	for {
		request := new(text)
		err := stream.RecvMsg(request)
		if err == io.EOF {
			return stream.SendMsg(wrapperspb.String(all.String()))
		}
		if err != nil {
			return err
		}
		all.WriteString(request.Value)
	}
}

func bidi(_ any, stream grpc.ServerStream) error {
	for {
		request := new(text)
		err := stream.RecvMsg(request)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := stream.SendMsg(request); err != nil {
			return err
		}
	}
}

var service = grpc.ServiceDesc{
	ServiceName: "peers.Echo",
	HandlerType: (*any)(nil),
	Methods:     []grpc.MethodDesc{{MethodName: "Unary", Handler: unary}},
	Streams: []grpc.StreamDesc{
		{StreamName: "ServerStream", Handler: serverStream, ServerStreams: true},
		{StreamName: "ClientStream", Handler: clientStream, ClientStreams: true},
		{StreamName: "Bidi", Handler: bidi, ServerStreams: true, ClientStreams: true},
	},
}

func serve() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := grpc.NewServer()
	server.RegisterService(&service, new(any))
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go server.Serve(listener)
	io.Copy(io.Discard, os.Stdin)
}

type client struct{ *grpc.ClientConn }

func (c client) unary(value string) (string, error) {
	reply := new(text)
	err := c.Invoke(context.Background(), "/peers.Echo/Unary", wrapperspb.String(value), reply)
	return reply.Value, err
}

// talk sends texts, each after the reply to the one before if it is a conversation, and gives all replies.
func (c client) talk(stream int, texts []string, conversation bool) ([]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	desc := &service.Streams[stream]
	call, err := c.NewStream(ctx, desc, "/peers.Echo/"+desc.StreamName)
	if err != nil {
		return nil, err
	}
	var replies []string
	receive := func() error {
		reply := new(text)
		err := call.RecvMsg(reply)
		if err == nil {
			replies = append(replies, reply.Value)
		}
		return err
	}
	for _, value := range texts {
		if err := call.SendMsg(wrapperspb.String(value)); err != nil {
			return nil, err
		}
		if conversation {
			if err := receive(); err != nil {
				return nil, err
			}
		}
	}
	call.CloseSend()
	for {
		if err := receive(); err == io.EOF {
			return replies, nil
		} else if err != nil {
			return nil, err
		} else if !desc.ServerStreams {
			return replies, nil
		}
	}
}

func numbers(count int, after string) []string {
	all := make([]string, count)
	for i := range all {
		all[i] = strconv.Itoa(i) + after
	}
	return all
}

func same(actual []string, expected ...string) error {
	if strings.Join(actual, " ") != strings.Join(expected, " ") {
		return fmt.Errorf("%d replies, not the %d expected ones", len(actual), len(expected))
	}
	return nil
}

func (c client) echoes(value string) error {
	reply, err := c.unary(value)
	if err == nil && reply != value {
		return fmt.Errorf("the reply is %q", reply)
	}
	return err
}

func (c client) streams(stream int, texts []string, conversation bool, expected ...string) error {
	replies, err := c.talk(stream, texts, conversation)
	if err != nil {
		return err
	}
	return same(replies, expected...)
}

func (c client) many() error {
	calls := make(chan string)
	failures := make(chan error, 64)
	var workers sync.WaitGroup
	for range 64 {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for value := range calls {
				if err := c.echoes(value); err != nil {
					select {
					case failures <- err:
					default:
					}
				}
			}
		}()
	}
	for _, value := range numbers(1000, "") {
		calls <- value
	}
	close(calls)
	workers.Wait()
	select {
	case err := <-failures:
		return err
	default:
		return nil
	}
}

func (c client) fails() error {
	_, err := c.unary("fail")
	if s, _ := status.FromError(err); s.Code() != codes.NotFound || s.Message() != "nöt found" {
		return fmt.Errorf("the error is %v", err)
	}
	return nil
}

func call(url string) {
	conn, err := grpc.NewClient(strings.TrimPrefix(url, "http://"),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		panic(err)
	}
	defer conn.Close()
	c := client{conn}
	cases := []struct {
		name string
		run  func() error
	}{
		{"1,000 unary calls", c.many},
		{"an empty message", func() error { return c.echoes("") }},
		{"a message of 1 MiB", func() error { return c.echoes(strings.Repeat("é", 1<<19)) }},
		{"an error", c.fails},
		{"a stream from the server", func() error { return c.streams(0, []string{"1000"}, false, numbers(1000, "")...) }},
		{"a stream of nothing", func() error { return c.streams(0, []string{"0"}, false) }},
		{"a stream to the server", func() error {
			return c.streams(1, numbers(1000, ","), false, strings.Join(numbers(1000, ","), ""))
		}},
		{"a conversation", func() error { return c.streams(2, numbers(100, ""), true, numbers(100, "")...) }},
	}
	for _, each := range cases {
		if err := each.run(); err != nil {
			fmt.Printf("FAILED %s: %v\n", each.name, err)
		} else {
			fmt.Printf("ok %s\n", each.name)
		}
	}
}

func main() {
	if os.Args[1] == "server" {
		serve()
	} else {
		call(os.Args[2])
	}
}
