import io.netty.buffer.ByteBuf;
import io.netwist.application.*;
import io.netwist.bridge.*;
import java.util.function.Supplier;

public class EchoServer implements Supplier<Application> {
    static class Echo extends BaseProtocol {
        @Override
        public void dataReceived(ByteBuf data) {
            transport().write(data.retain());
        }
    }

    @Override
    public Application get() {
        Factory<Echo> factory = Factory.forProtocol(Echo::new);
        return new Application("echo").with(new EndpointService("tcp:8000:interface=127.0.0.1", factory));
    }
}
