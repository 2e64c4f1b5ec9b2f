import { connect, createClient } from "@seria/seria";
import { GreetService } from "../../examples/greet/gen/greet/v1/greet_pb.ts";

const client = createClient(GreetService, connect.plaintext("http://localhost:8080"));
console.log((await client.greet({ name: "Ada" })).greeting);
